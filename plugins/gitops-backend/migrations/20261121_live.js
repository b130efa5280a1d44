// @ts-check

/**
 * What runs, beside what Git declares. `subject` is a digest of what names a
 * resource, or a resource and a field: names in manifests may be longer than
 * an index takes.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('clusters', table => {
    table.comment('How reading each configured cluster goes');
    table.text('name').primary();
    table.text('state').notNullable().comment('pending, ready or failed');
    table.text('reason').comment('Why it can not be read');
    table.bigInteger('failed_at').comment('Since when');
    table.bigInteger('last_success_at');
    table.text('version');
    table.integer('units').notNullable().defaultTo(0);
    table.integer('skew').comment('Of its clock, in milliseconds');
    table.bigInteger('session_at').comment('When it was begun to be watched');
    table.text('holder').comment('The replica that watches it');
    table.bigInteger('held_until');
  });

  await knex.schema.createTable('observations', table => {
    table.comment('What was last seen of each unit');
    table.text('unit_id').primary();
    table.text('cluster').notNullable();
    table.text('digest').notNullable().comment('Of all but observed_at');
    table.bigInteger('observed_at').notNullable();
    table.text('engine').notNullable();
    table.text('mode');
    table.text('comparison').notNullable();
    table.text('revision');
    table.text('applied_revision');
    table.text('message');
    table.index(['cluster'], 'observations_cluster_idx');
  });

  await knex.schema.createTable('resource_observations', table => {
    table.comment('What was last seen of each resource of a unit');
    table.text('unit_id').notNullable();
    table.text('subject').notNullable().comment('Digest of what names it');
    table.text('digest').notNullable().comment('Of the other columns');
    table.text('api_group').notNullable();
    table.text('kind').notNullable();
    table.text('namespace');
    table.text('name').notNullable();
    table.text('api_version');
    table.text('status').notNullable();
    table.text('reason');
    table.text('health').notNullable();
    table.text('health_message');
    table.text('targets').notNullable().comment('Ids; none means all');
    table.text('differences').notNullable().comment('Secrets are masked');
    table.text('ignored').notNullable();
    table.primary(['unit_id', 'subject']);
  });

  await knex.schema.createTable('drifts', table => {
    table.comment('Since when a field is not as declared, and until when');
    table.increments('key');
    table.text('unit_id').notNullable();
    table.text('cluster').notNullable();
    table.text('subject').notNullable().comment('Digest of what names it');
    table.text('resource').notNullable().comment('Subject of the resource');
    table.text('api_group').notNullable();
    table.text('kind').notNullable();
    table.text('namespace');
    table.text('name').notNullable();
    table.text('field').notNullable().comment('Empty: the whole resource');
    table.text('class').notNullable();
    table.text('last_write');
    table.bigInteger('first_seen').notNullable();
    table
      .bigInteger('last_seen')
      .notNullable()
      .comment('While it lasts: when it was last written anew');
    table.bigInteger('resolved_at');
    table.unique(['unit_id', 'subject'], {
      indexName: 'drifts_open_uniq',
      predicate: knex.whereNull('resolved_at'),
    });
    table.index(['unit_id', 'resolved_at'], 'drifts_unit_idx');
    table.index(['resolved_at'], 'drifts_resolved_idx');
  });

  await knex.schema.alterTable('targets', table => {
    table.text('live').comment('What runs, as JSON; nothing seen where null');
    table.text('live_cluster').notNullable().defaultTo('');
    table.text('live_sync').notNullable().defaultTo('');
    table
      .integer('state_rank')
      .notNullable()
      .defaultTo(3)
      .comment('Sorts the fleet: the worse the higher, nothing seen is 3');
    table.integer('drift_count').notNullable().defaultTo(0);
    table.bigInteger('drift_since');
    table.index(['drift_count', 'key'], 'targets_drift_idx');
    table.index(['state_rank', 'key'], 'targets_state_idx');
    table.index(['live_sync', 'key'], 'targets_sync_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('targets', table => {
    table.dropIndex(['drift_count', 'key'], 'targets_drift_idx');
    table.dropIndex(['state_rank', 'key'], 'targets_state_idx');
    table.dropIndex(['live_sync', 'key'], 'targets_sync_idx');
  });
  await knex.schema.alterTable('targets', table => {
    table.dropColumns(
      'live',
      'live_cluster',
      'live_sync',
      'state_rank',
      'drift_count',
      'drift_since',
    );
  });
  for (const table of [
    'drifts',
    'resource_observations',
    'observations',
    'clusters',
  ]) {
    await knex.schema.dropTable(table);
  }
};
