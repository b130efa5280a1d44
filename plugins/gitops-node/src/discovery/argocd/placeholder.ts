/** Whether a text still holds a template that nothing in Git fills. */
export function hasPlaceholder(text: string): boolean {
  return /\{\{|\$\{/.test(text);
}
