/** What is said of engines, and of what they apply that nobody declares. */
export const engineMessages = {
  title: 'Repositories and engines',
  link: 'engines',
  tab: { repositories: 'Repositories', engines: 'Engines' },
  tabs: 'Where what is declared comes from, and who brings it',
  intro:
    'Each engine that this portal reads, and whether it can be read. One that is away changes nothing for the others.',
  none: {
    title: 'Neither Argo CD nor Flux is read',
    text: 'Flux is found on the clusters that are named in the portal’s app-config.yaml, instances of Argo CD are named there:',
  },
  state: { ready: 'Read', failed: 'Away', pending: 'Not read yet' },
  of: { argocd: 'Argo CD', flux: 'Flux', builtin: 'built-in engine' },
  away: {
    title: 'Away:',
    one: '{{engine}} for {{time}}',
    more_one: 'and {{count, number}} more',
    more_other: 'and {{count, number}} more',
  },
  awaySince: 'away since {{time}}',
  read: 'read {{time}}',
  stale: 'What it said before stands, and is shown as of then.',
  units_one: 'applies {{count, number}} unit',
  units_other: 'applies {{count, number}} units',
  undeclared: {
    title_one: '{{count, number}} object that no repository declares',
    title_other: '{{count, number}} objects that no repository declares',
    advice:
      'Someone made these by hand, or their repository isn’t configured here. Declare them in a repository that this portal reads, or delete them: until then nothing here says who changed them, or brings them back.',
    first: 'The first {{shown}} of {{total}}.',
    deploys: 'deploys',
    nothing: 'It tells no source.',
    hidden:
      'What no repository declares is shown to whoever may see all targets.',
  },
} as const;
