import { createScaffolderFieldExtension } from '@backstage/plugin-scaffolder-react';
import { gitopsPlugin } from '../legacyPlugin';
import {
  environmentPickerSchema,
  newRepositoryPickerSchema,
  repositoryPickerSchema,
  servicePickerSchema,
  versionPickerSchema,
} from './fieldSchemas';
import { GitopsEnvironmentPicker } from './GitopsEnvironmentPicker';
import { GitopsNewRepositoryPicker } from './GitopsNewRepositoryPicker';
import { GitopsRepositoryPicker } from './GitopsRepositoryPicker';
import { GitopsServicePicker } from './GitopsServicePicker';
import { GitopsVersionPicker } from './GitopsVersionPicker';
import { validateNewRepository } from './validateNewRepository';

/** The field `GitopsRepositoryPicker`. @public */
export const GitopsRepositoryPickerFieldExtension = gitopsPlugin.provide(
  createScaffolderFieldExtension({
    name: 'GitopsRepositoryPicker',
    component: GitopsRepositoryPicker,
    schema: repositoryPickerSchema.schema,
  }),
);

/** The field `GitopsNewRepositoryPicker`. @public */
export const GitopsNewRepositoryPickerFieldExtension = gitopsPlugin.provide(
  createScaffolderFieldExtension({
    name: 'GitopsNewRepositoryPicker',
    component: GitopsNewRepositoryPicker,
    validation: validateNewRepository,
    schema: newRepositoryPickerSchema.schema,
  }),
);

/** The field `GitopsServicePicker`. @public */
export const GitopsServicePickerFieldExtension = gitopsPlugin.provide(
  createScaffolderFieldExtension({
    name: 'GitopsServicePicker',
    component: GitopsServicePicker,
    schema: servicePickerSchema.schema,
  }),
);

/** The field `GitopsEnvironmentPicker`. @public */
export const GitopsEnvironmentPickerFieldExtension = gitopsPlugin.provide(
  createScaffolderFieldExtension({
    name: 'GitopsEnvironmentPicker',
    component: GitopsEnvironmentPicker,
    schema: environmentPickerSchema.schema,
  }),
);

/** The field `GitopsVersionPicker`. @public */
export const GitopsVersionPickerFieldExtension = gitopsPlugin.provide(
  createScaffolderFieldExtension({
    name: 'GitopsVersionPicker',
    component: GitopsVersionPicker,
    schema: versionPickerSchema.schema,
  }),
);
