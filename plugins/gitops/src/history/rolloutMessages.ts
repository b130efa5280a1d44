/** What a history says of when changes came to run. */
export const rolloutMessages = {
  running: 'ran on {{clusters}} after {{time}}',
  applied: 'applied on {{clusters}} after {{time}}',
  settling: 'applied on {{clusters}}, not well yet',
  waiting: 'not on {{clusters}} yet',
  moment: 'less than a minute',
  range: '{{from}} to {{to}}',
  minutes: '{{from}}–{{to}} min',
  appliedAt: '{{cluster}}: applied {{time}}',
  runningAt: '{{cluster}}: applied {{applied}}, ran well {{running}}',
  notThere: '{{cluster}}: not applied yet',
} as const;
