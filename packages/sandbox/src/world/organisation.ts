import { Person } from '../history/Person';

/** The company. It does not exist, and `.example` names never resolve. */
export const organisation = {
  owner: 'quillmoor',
  title: 'Quillmoor Books',
  domain: 'quillmoor.example',
} as const;

const person = (name: string): Person => {
  const user = name.toLowerCase().replace(' ', '.');
  return { user, name, email: `${user}@${organisation.domain}` };
};

const bot = (name: string): Person => ({
  name,
  email: `${name.replace('[bot]', '')}@${organisation.domain}`,
});

/** People by group of the catalog. */
export const teams = {
  platform: ['Ines Duarte', 'Jonas Bergqvist', 'Ruth Adeyemi'].map(person),
  payments: ['Amara Okafor', 'Tomasz Wilk', 'Mei Tanaka'].map(person),
  shop: ['Lukas Brandt', 'Priya Raman', 'Sol Ferrer'].map(person),
  discovery: ['Nadia Haddad', 'Owen Pryce', 'Freya Lund'].map(person),
} satisfies Record<string, Person[]>;

export type Team = keyof typeof teams;

export const bots = {
  /** Flux's image automation: pushes new images to development. */
  flux: bot('fluxbot'),
  /** The same for Argo CD. */
  imageUpdater: bot('image-updater[bot]'),
  renovate: bot('renovate[bot]'),
  /** Opens the promotions that nobody needs to ask for. */
  promoter: bot('promoter[bot]'),
} as const;

/** Who commits when a pull request is merged in the forge. */
export const forge: Person = {
  name: 'Quillmoor Forge',
  email: `noreply@git.${organisation.domain}`,
};
