/** Hands over every output that there is. */
export function writeOutputs<T extends object>(
  write: (name: keyof T, value: T[keyof T]) => void,
  values: Partial<T>,
): void {
  for (const name in values) {
    if (values[name] !== undefined) write(name, values[name]);
  }
}
