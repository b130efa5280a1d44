/** The word by which the dialog tells that a step on a proposal's way is done. */
export function doneStep(dialog, step) {
  return dialog
    .getByRole('region', { name: 'On its way' })
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`^${step}`) })
    .getByText('done', { exact: true });
}
