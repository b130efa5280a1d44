// @ts-check

/**
 * Changes on their way through a forge, what is known of those that came, and
 * the repositories that were made from here.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('proposals', table => {
    table.comment('Proposed changes, and pull requests that others opened');
    table.increments('key');
    table.text('id').notNullable();
    table.text('repository_id').notNullable();
    table.text('kind').comment('Null where it was not proposed here');
    table.text('state').notNullable();
    table.text('reason').comment('Why it failed, or what it waits for');
    table.text('title').notNullable();
    table.text('moves').notNullable();
    table.text('created_by').comment('A user, or a name on the forge');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.text('branch').notNullable();
    table
      .text('open_branch')
      .comment('The branch, while the same proposal would be this one');
    table.integer('pull_request').comment('Its number');
    table.text('pull_request_status').comment('As the forge told it');
    table.text('request').comment('What was asked for, to go on after a crash');
    table.text('content').comment('Digest of what was asked for');
    table.bigInteger('ended_at').comment('When nothing more was awaited');
    table.text('holder').comment('Who writes it to the forge');
    table.bigInteger('held_until');
    table.unique(['id'], { indexName: 'proposals_id_uniq' });
    table.unique(['repository_id', 'open_branch'], {
      indexName: 'proposals_branch_uniq',
    });
    table.unique(['repository_id', 'pull_request'], {
      indexName: 'proposals_pull_request_uniq',
    });
    table.index(['repository_id', 'key'], 'proposals_current_idx', {
      predicate: knex.whereNull('ended_at'),
    });
  });

  await knex.schema.createTable('proposal_targets', table => {
    table.comment('The targets that a proposal moves');
    table.integer('proposal_key').notNullable();
    table.text('target_id').notNullable();
    table.text('environment').notNullable();
    table
      .text('entity_ref')
      .notNullable()
      .defaultTo('')
      .comment('Of a target that is not there yet');
    table.text('owner').notNullable().defaultTo('').comment('Likewise');
    table.index(['proposal_key'], 'proposal_targets_proposal_idx');
    table.index(['target_id', 'proposal_key'], 'proposal_targets_target_idx');
  });

  await knex.schema.createTable('pull_requests', table => {
    table.comment('Who stood behind changes; read once from the forge');
    table.text('repository_id').notNullable();
    table.integer('number').notNullable();
    table.text('url');
    table.text('approvers').comment('Null where the forge does not know it');
    table.bigInteger('read_at').notNullable();
    table.primary(['repository_id', 'number']);
  });

  await knex.schema.createTable('registered_repositories', table => {
    table.comment('Repositories that were made from here');
    table.text('id').primary();
    table.text('place').notNullable().comment('host/owner/name');
    table.text('state').notNullable().comment('creating, ready or failed');
    table.text('reason');
    table.text('url').comment('What Git clones');
    table.text('page_url');
    table.text('branch').notNullable();
    table.text('request').notNullable();
    table.text('created_by');
    table.bigInteger('created_at').notNullable();
    table.text('holder').comment('Who makes it');
    table.bigInteger('held_until');
    table.unique(['place'], {
      indexName: 'registered_repositories_place_uniq',
    });
  });

  await knex.schema.alterTable('changes', table => {
    table.index(['repository_id', 'pull_request'], 'changes_pull_request_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('changes', table => {
    table.dropIndex(
      ['repository_id', 'pull_request'],
      'changes_pull_request_idx',
    );
  });
  for (const table of [
    'registered_repositories',
    'pull_requests',
    'proposal_targets',
    'proposals',
  ]) {
    await knex.schema.dropTable(table);
  }
};
