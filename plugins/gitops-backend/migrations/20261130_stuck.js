// @ts-check

const unhealthy = { before: 6, after: 7 };

/**
 * Which engine brings each target, and where that is stuck, so that the fleet
 * is asked for it. Where it is stuck, the next look at each writes down.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('targets', table => {
    table.text('live_engine').notNullable().defaultTo('');
    table.text('live_instance').notNullable().defaultTo('');
    table
      .text('live_stuck')
      .notNullable()
      .defaultTo('')
      .comment('Kind of what keeps it from coming further');
    table.index(['live_engine', 'live_instance', 'key'], 'targets_engine_idx');
    table.index(['live_stuck', 'key'], 'targets_stuck_idx');
  });
  /** @param {string} column */
  const look = column =>
    knex('observations')
      .select(knex.raw(`coalesce(${column}, '')`))
      .whereRaw('observations.unit_id = targets.unit_id');
  await knex('targets')
    .whereNot({ live_cluster: '' })
    .whereIn('unit_id', knex('observations').select('unit_id'))
    .update({
      live_engine: look('engine'),
      live_instance: look('instance'),
    });
  await knex('targets')
    .where({ state_rank: unhealthy.before })
    .update({ state_rank: unhealthy.after });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex('targets')
    .where({ state_rank: unhealthy.before })
    .update({ state_rank: unhealthy.before - 1 });
  await knex('targets')
    .where({ state_rank: unhealthy.after })
    .update({ state_rank: unhealthy.before });
  await knex.schema.alterTable('targets', table => {
    table.dropIndex(
      ['live_engine', 'live_instance', 'key'],
      'targets_engine_idx',
    );
    table.dropIndex(['live_stuck', 'key'], 'targets_stuck_idx');
  });
  await knex.schema.alterTable('targets', table => {
    table.dropColumns('live_engine', 'live_instance', 'live_stuck');
  });
};
