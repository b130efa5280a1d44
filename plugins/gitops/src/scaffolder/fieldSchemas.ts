import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import type { z } from 'zod/v3';

const credentials = (zod: typeof z) =>
  zod
    .object({
      secretsKey: zod
        .string()
        .describe(
          'The secret that holds the person’s own token of the forge: ${{ secrets.<key> }}',
        ),
      additionalScopes: zod
        .record(zod.string(), zod.array(zod.string()))
        .describe('Further scopes to ask for, by the kind of forge')
        .optional(),
    })
    .describe(
      'Asks the person to sign in to the repository’s forge, so that they can write there in their own name',
    )
    .optional();

const repositoryField = (zod: typeof z) =>
  zod.string().describe('The field that holds the repository’s id').optional();

const serviceField = (zod: typeof z) =>
  zod.string().describe('The field that holds the service').optional();

/** A config repository that the portal reads, by its id. @public */
export const repositoryPickerSchema = makeFieldSchema({
  output: zod => zod.string(),
  uiOptions: zod => zod.object({ requestUserCredentials: credentials(zod) }),
});

/**
 * Where a repository is to be made, as a RepoUrlPicker writes it.
 *
 * @public
 */
export const newRepositoryPickerSchema = makeFieldSchema({
  output: zod => zod.string(),
  uiOptions: zod => zod.object({ requestUserCredentials: credentials(zod) }),
});

/** A service that a config repository declares, by its name. @public */
export const servicePickerSchema = makeFieldSchema({
  output: zod => zod.string(),
  uiOptions: zod => zod.object({ repositoryField: repositoryField(zod) }),
});

/** One environment, or with `multiple` some, by name. @public */
export const environmentPickerSchema = makeFieldSchema({
  output: zod => zod.union([zod.string(), zod.array(zod.string())]),
  uiOptions: zod =>
    zod.object({
      repositoryField: repositoryField(zod),
      serviceField: serviceField(zod),
      otherThanField: zod
        .string()
        .describe('The field whose environment is not offered here')
        .optional(),
      multiple: zod
        .boolean()
        .describe('Whether several may be chosen')
        .optional(),
    }),
});

/** A version that was declared before. @public */
export const versionPickerSchema = makeFieldSchema({
  output: zod => zod.string(),
  uiOptions: zod =>
    zod.object({
      repositoryField: repositoryField(zod),
      serviceField: serviceField(zod),
      environmentField: zod
        .string()
        .describe('The field that holds the environment')
        .optional(),
      freeText: zod
        .boolean()
        .describe('Whether another may be typed; true by default')
        .optional(),
    }),
});
