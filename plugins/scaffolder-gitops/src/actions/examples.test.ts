import { validate } from 'jsonschema';
import yaml from 'yaml';
import { TaskRunner } from '../__testUtils__/TaskRunner';
import { ApiServer } from '../__testUtils__/ApiServer';

/** Actions are listed when the tests are, before there is a server. */
function allActions() {
  const server = new ApiServer();
  Object.defineProperty(server, 'url', { value: 'http://127.0.0.1:1' });
  return new TaskRunner(server).actions;
}

describe('what is written about the actions', () => {
  const actions = allActions();
  const schemas = new Map(actions.map(({ id, schema }) => [id, schema]));

  it.each(actions)(
    'the examples of $id are valid inputs',
    ({ examples = [] }) => {
      expect(examples.length).toBeGreaterThan(0);
      for (const { example } of examples) {
        for (const step of yaml.parse(example).steps) {
          const schema = schemas.get(step.action)?.input ?? {};
          expect(validate(step.input, schema).errors).toEqual([]);
        }
      }
    },
  );

  it.each(actions)(
    'every input and output of $id is described',
    ({ schema }) => {
      for (const side of [schema?.input, schema?.output]) {
        const described = Object.values(side?.properties ?? {});
        expect(described.length).toBeGreaterThan(0);
        for (const property of described) {
          expect(property).toHaveProperty('description', expect.any(String));
        }
      }
    },
  );

  it.each(actions)(
    '$id can be tried without an effect',
    ({ supportsDryRun }) => {
      expect(supportsDryRun).toBe(true);
    },
  );

  it('refuses what an action does not take, so that a slip is noticed', () => {
    for (const { schema } of actions) {
      expect(schema?.input).toHaveProperty('additionalProperties', false);
    }
  });
});
