import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { gitopsTranslationRef } from '../translation';
import { FormContext, formText } from './formValue';

const fields = [
  'repositoryField',
  'serviceField',
  'environmentField',
  'otherThanField',
] as const;

/**
 * What to choose first: the first field that this one depends on and that holds
 * nothing yet, in words.
 */
export function useWaitingFor(
  form: FormContext,
  options: { readonly [Field in (typeof fields)[number]]?: string },
): string | undefined {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const missing = fields.find(
    field =>
      options[field] !== undefined &&
      formText(form, options[field]) === undefined,
  );
  return missing && t(`scaffolder.waitingFor.${missing}`);
}
