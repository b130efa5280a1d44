import {
  createFormField,
  FormFieldBlueprint,
} from '@backstage/plugin-scaffolder-react/alpha';
import {
  environmentPickerSchema,
  newRepositoryPickerSchema,
  repositoryPickerSchema,
  servicePickerSchema,
  versionPickerSchema,
} from './fieldSchemas';
import { validateNewRepository } from './validateNewRepository';

/** The fields of the scaffolder's forms, for the new frontend system. */
export const scaffolderFormFields = [
  FormFieldBlueprint.make({
    name: 'repository-picker',
    params: {
      field: async () =>
        createFormField({
          name: 'GitopsRepositoryPicker',
          component: (await import('./GitopsRepositoryPicker'))
            .GitopsRepositoryPicker,
          schema: repositoryPickerSchema,
        }),
    },
  }),
  FormFieldBlueprint.make({
    name: 'new-repository-picker',
    params: {
      field: async () =>
        createFormField({
          name: 'GitopsNewRepositoryPicker',
          component: (await import('./GitopsNewRepositoryPicker'))
            .GitopsNewRepositoryPicker,
          validation: validateNewRepository,
          schema: newRepositoryPickerSchema,
        }),
    },
  }),
  FormFieldBlueprint.make({
    name: 'service-picker',
    params: {
      field: async () =>
        createFormField({
          name: 'GitopsServicePicker',
          component: (await import('./GitopsServicePicker'))
            .GitopsServicePicker,
          schema: servicePickerSchema,
        }),
    },
  }),
  FormFieldBlueprint.make({
    name: 'environment-picker',
    params: {
      field: async () =>
        createFormField({
          name: 'GitopsEnvironmentPicker',
          component: (await import('./GitopsEnvironmentPicker'))
            .GitopsEnvironmentPicker,
          schema: environmentPickerSchema,
        }),
    },
  }),
  FormFieldBlueprint.make({
    name: 'version-picker',
    params: {
      field: async () =>
        createFormField({
          name: 'GitopsVersionPicker',
          component: (await import('./GitopsVersionPicker'))
            .GitopsVersionPicker,
          schema: versionPickerSchema,
        }),
    },
  }),
];
