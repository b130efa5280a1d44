/** What a field is given of its form. */
export interface FormContext {
  readonly formContext?: unknown;
}

/**
 * What another field of the form holds, where it holds a text. A field that is
 * not named holds nothing.
 */
export function formText(
  { formContext }: FormContext,
  field: string | undefined,
): string | undefined {
  if (field === undefined) return undefined;
  const value = property(property(formContext, 'formData'), field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, name)
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
