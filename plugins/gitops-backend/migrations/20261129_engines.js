// @ts-check

/**
 * What engines that run in or beside a cluster say of units, how reading those
 * engines goes, and when declarations came to run.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('engines', table => {
    table.comment('How reading each instance of an engine goes');
    table.text('kind').notNullable();
    table.text('name').notNullable().comment('Of an instance or a cluster');
    table.text('state').notNullable().comment('pending, ready or failed');
    table.text('reason').comment('Why it can not be read');
    table.bigInteger('failed_at').comment('Since when');
    table.bigInteger('last_success_at');
    table.integer('units').notNullable().defaultTo(0);
    table
      .text('undeclared')
      .notNullable()
      .defaultTo('[]')
      .comment('The first of its objects that no repository declares');
    table.integer('undeclared_total').notNullable().defaultTo(0);
    table.primary(['kind', 'name']);
  });

  await knex.schema.createTable('engine_watches', table => {
    table.comment('Which replica reads the engines of a kind');
    table.text('kind').primary();
    table.text('holder');
    table.bigInteger('held_until');
  });

  await knex.schema.createTable('rollouts', table => {
    table.comment('When a revision of a unit was applied, and ran well');
    table.text('unit_id').notNullable();
    table.text('cluster').notNullable();
    table.text('commit').notNullable();
    table.text('engine').notNullable();
    table.bigInteger('applied_at').notNullable();
    table.bigInteger('running_at').comment('Null until it was seen to');
    table
      .boolean('applied_late')
      .notNullable()
      .comment('It was applied by then, and nobody knows when');
    table
      .boolean('running_late')
      .notNullable()
      .comment('It ran well by then, and nobody knows since when');
    table.primary(['unit_id', 'cluster', 'commit']);
  });

  await knex.schema.alterTable('observations', table => {
    table.text('instance').comment('Of the engine, where there are several');
    table.text('delivery').comment('What the engine says of it, as JSON');
    table.index(['engine', 'instance'], 'observations_engine_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('observations', table => {
    table.dropIndex(['engine', 'instance'], 'observations_engine_idx');
  });
  await knex.schema.alterTable('observations', table => {
    table.dropColumns('instance', 'delivery');
  });
  for (const table of ['rollouts', 'engine_watches', 'engines']) {
    await knex.schema.dropTable(table);
  }
};
