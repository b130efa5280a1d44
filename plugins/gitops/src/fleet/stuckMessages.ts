/** What is said of where targets are stuck, across the fleet. */
export const stuckMessages = {
  label: 'Stuck',
  none: 'All targets',
  any: 'Stuck anywhere',
  dependency: 'a dependency',
  count_one: '{{count, number}} stuck',
  count_other: '{{count, number}} stuck',
  countHint:
    'What Git declares there doesn’t come further by itself, or isn’t well.',
} as const;
