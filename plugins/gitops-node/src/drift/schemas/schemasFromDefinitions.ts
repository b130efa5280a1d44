import { Resource } from '../../manifests/Resource';
import { Fields, isFields, valueAt } from '../fields/value';
import { ResourceSchema, SchemaSource } from '../model';
import { groupOf } from '../resourceIdentity';
import { readSchema, SchemaDefinitions } from './JsonSchema';

/** A custom resource's schema is written out and refers to nothing. */
const noDefinitions: SchemaDefinitions = { definition: () => undefined };

/**
 * Takes the schemas of custom resources from their definitions, where no API
 * server tells them; of all other kinds `rest` tells.
 *
 * @public
 */
export function schemasFromDefinitions(
  definitions: Iterable<Resource>,
  rest: SchemaSource,
): SchemaSource {
  const schemas = new Map<string, ResourceSchema>();
  for (const definition of definitions) {
    if (groupOf(definition.apiVersion) !== 'apiextensions.k8s.io') continue;
    const { spec } = definition;
    if (isFields(spec)) readDefinition(spec, schemas);
  }
  return {
    schemaOf: (apiVersion, kind) =>
      schemas.get(`${apiVersion}/${kind}`) ?? rest.schemaOf(apiVersion, kind),
  };
}

function readDefinition(
  spec: Fields,
  schemas: Map<string, ResourceSchema>,
): void {
  const { group, scope, versions } = spec;
  const kind = valueAt(spec, 'names', 'kind');
  for (const version of Array.isArray(versions) ? versions : []) {
    const schema = valueAt(version, 'schema', 'openAPIV3Schema');
    const root = readSchema(schema, noDefinitions, true);
    if (root === undefined) continue;
    const name = valueAt(version, 'name');
    schemas.set(`${String(group)}/${String(name)}/${String(kind)}`, {
      namespaced: scope !== 'Cluster',
      root,
    });
  }
}
