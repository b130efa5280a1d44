// @ts-check

/**
 * Times are milliseconds since 1970 in a bigInteger, which both engines sort
 * alike; lists and maps are JSON in text columns.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('repositories', table => {
    table.comment('How reading each configured repository goes');
    table.text('id').primary();
    table.text('state').notNullable().comment('pending, ready or failed');
    table.text('error').comment('Why the last read failed');
    table.bigInteger('last_attempt_at');
    table.bigInteger('last_success_at');
    table.text('revisions').notNullable().comment('Commit by branch');
    table.text('facts_key').comment('What the stored targets were made from');
    table.text('history_key').comment('What the stored changes were made from');
    table.text('diagnostics_digest');
    table.integer('units').notNullable().defaultTo(0);
    table.integer('targets').notNullable().defaultTo(0);
    table.integer('infos').notNullable().defaultTo(0);
    table.integer('warnings').notNullable().defaultTo(0);
    table.integer('errors').notNullable().defaultTo(0);
  });

  await knex.schema.createTable('environments', table => {
    table.comment('Environments met in a repository, in promotion order');
    table.text('repository_id').notNullable();
    table.text('name').notNullable();
    table.integer('position').notNullable();
    table.text('promotes_to').notNullable();
    table.boolean('protected').notNullable();
    table.primary(['repository_id', 'name']);
  });

  await knex.schema.createTable('units', table => {
    table.comment('What an engine applies as one');
    table.text('id').primary();
    table.text('repository_id').notNullable();
    table.text('digest').notNullable().comment('Of the other columns');
    table.text('kind').notNullable();
    table.text('name').notNullable();
    table.text('namespace');
    table.text('cluster');
    table.text('environment').notNullable();
    table.text('path').notNullable();
    table.text('declared_file').notNullable();
    table.integer('declared_line').notNullable();
    table.integer('files').notNullable().comment('How many it depends on');
    table.text('labels').notNullable();
    table.index(['repository_id'], 'units_repository_idx');
  });

  await knex.schema.createTable('targets', table => {
    table.comment('One service in one environment on one cluster');
    table.increments('key').comment('What other tables refer to');
    table.text('id').notNullable();
    table.text('repository_id').notNullable();
    table.text('unit_id').notNullable();
    table.text('digest').notNullable().comment('Of the declared columns');
    table
      .text('definition')
      .notNullable()
      .comment('Digest of what the history of the target is read from');
    table
      .text('history_definition')
      .comment('The definition that the stored changes were read for');
    table.text('service').notNullable();
    table.text('aliases').notNullable();
    table.text('environment').notNullable();
    table.integer('environment_position').notNullable();
    table.text('cluster');
    table.text('namespace');
    table.text('path').notNullable();
    table.text('branch').notNullable();
    table.text('artifacts').notNullable();
    table.text('search_text').notNullable().comment('Lower case');
    table.text('entity_ref').notNullable().defaultTo('');
    table.text('owner').notNullable().defaultTo('');
    table.integer('last_change').comment('Key of the newest version change');
    table.bigInteger('changed_at').notNullable().defaultTo(0);
    table.text('behind_state').notNullable().defaultTo('first');
    table.text('behind_environment');
    table.integer('behind_count').notNullable().defaultTo(0);
    table.bigInteger('behind_since');
    table.text('behind_changes').notNullable().defaultTo('[]');
    table
      .integer('behind_rank')
      .notNullable()
      .defaultTo(0)
      .comment('Sorts the fleet: first 0, same 1, differs 2, behind 2 + count');
    table.unique(['id'], { indexName: 'targets_id_uniq' });
    table.index(['repository_id', 'service', 'key'], 'targets_repository_idx');
    table.index(
      ['service', 'environment_position', 'key'],
      'targets_service_idx',
    );
    table.index(
      ['environment_position', 'environment', 'service', 'key'],
      'targets_environment_idx',
    );
    table.index(['owner', 'service', 'key'], 'targets_owner_idx');
    table.index(['entity_ref', 'service'], 'targets_entity_idx');
    table.index(['changed_at', 'key'], 'targets_changed_idx');
    table.index(['behind_rank', 'key'], 'targets_behind_idx');
    table.index(['unit_id'], 'targets_unit_idx');
  });

  await knex.schema.createTable('target_predecessors', table => {
    table.comment('Ids that a target had before its declaration moved');
    table.text('id').primary();
    table.integer('target_key').notNullable();
    table.index(['target_key'], 'target_predecessors_target_idx');
  });

  await knex.schema.createTable('changes', table => {
    table.comment('What moved declared states; shared by targets');
    table.increments('key');
    table.text('repository_id').notNullable();
    table.text('digest').notNullable().comment('Of the other columns');
    table.integer('position').notNullable();
    table.text('commit').notNullable();
    table.text('landed_by').notNullable();
    table.bigInteger('effective_at').notNullable();
    table.bigInteger('authored_at').notNullable();
    table.bigInteger('observed_at');
    table.text('author').notNullable();
    table.text('subject').notNullable();
    table.integer('pull_request');
    table.text('pull_request_url');
    table.text('approvers');
    table.text('artifacts').notNullable();
    table.boolean('rollback').notNullable();
    table.unique(['repository_id', 'digest'], {
      indexName: 'changes_digest_uniq',
    });
  });

  await knex.schema.createTable('target_changes', table => {
    table.comment('The history of each target');
    table.integer('target_key').notNullable();
    table.bigInteger('effective_at').notNullable();
    table
      .integer('position')
      .notNullable()
      .comment('Place of the landing commit on its branch');
    table.integer('change_key').notNullable();
    table
      .smallint('kind')
      .notNullable()
      .comment('0 dependency files only, 1 versions, 2 rollback');
    table.primary(['target_key', 'effective_at', 'position', 'change_key']);
    table.index(['change_key'], 'target_changes_change_idx');
    table.index(
      ['target_key', 'effective_at', 'position'],
      'target_changes_versions_idx',
      { predicate: knex.whereRaw('kind >= 1') },
    );
    table.index(
      ['target_key', 'effective_at', 'position'],
      'target_changes_rollbacks_idx',
      { predicate: knex.whereRaw('kind = 2') },
    );
  });

  await knex.schema.createTable('diagnostics', table => {
    table.comment('What could not be read, inferred or resolved, and why');
    table.text('repository_id').notNullable();
    table.integer('position').notNullable();
    table.text('level').notNullable();
    table.text('code').notNullable();
    table.text('message').notNullable();
    table.text('file');
    table.integer('line');
    table.primary(['repository_id', 'position']);
  });

  await knex.schema.createTable('entities', table => {
    table.comment('What catalog entities say of the services they are');
    table.text('ref').primary();
    table.text('owner').notNullable();
    table.text('selector').notNullable();
    table.text('digest').notNullable();
  });

  await knex.schema.createTable('target_entities', table => {
    table.comment('The entities that each target is tied to');
    table.text('entity_ref').notNullable();
    table.integer('target_key').notNullable();
    table.text('owner').notNullable();
    table.primary(['entity_ref', 'target_key']);
    table.index(['target_key'], 'target_entities_target_idx');
    table.index(['owner'], 'target_entities_owner_idx');
  });

  await knex.schema.createTable('locks', table => {
    table.comment('Rows that are locked for work that must not run twice');
    table.text('name').primary();
  });
  await knex('locks').insert([{ name: 'targets' }]);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'locks',
    'target_entities',
    'entities',
    'diagnostics',
    'target_changes',
    'changes',
    'target_predecessors',
    'targets',
    'units',
    'environments',
    'repositories',
  ]) {
    await knex.schema.dropTable(table);
  }
};
