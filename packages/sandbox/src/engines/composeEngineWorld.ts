import { buildCommitGraph, CommitGraph } from '../history/commitGraph';
import { Files } from '../history/Edit';
import { Landing } from '../history/Landing';
import { Person } from '../history/Person';
import { Calendar, clock, createCalendar } from '../world/calendar';
import { bots, forge, organisation, teams } from '../world/organisation';
import { setScalar } from '../world/rewrite';
import { readSeedFiles } from '../world/seedFiles';

/** How the seeds write the forge's address. */
const writtenForge = `https://git.${organisation.domain}`;

type Environment = 'staging' | 'production';

interface Story {
  readonly service: string;
  readonly by: Person;
  readonly approver: Person;
  /** Where a version stands, and under which key. */
  readonly files: Readonly<Record<Environment, string>>;
  readonly key: string;
  readonly versions: readonly Version[];
}

/** Working days since it came to an environment. */
interface Version extends Readonly<Partial<Record<Environment, number>>> {
  readonly version: string;
}

const [ines] = teams.platform;
const [amara, tomasz] = teams.payments;
const [lukas, priya] = teams.shop;
const [nadia, owen] = teams.discovery;

const values = (service: string) => ({
  staging: `services/${service}/values-staging.yaml`,
  production: `services/${service}/values-production.yaml`,
});

/** Staging of each service is ahead of production, so that one can promote. */
const stories: Readonly<Record<string, readonly Story[]>> = {
  'platform-config': [
    {
      ...{ service: 'payments', by: amara, approver: tomasz, key: 'newTag' },
      files: {
        staging: 'apps/payments/staging/kustomization.yaml',
        production: 'apps/payments/production/kustomization.yaml',
      },
      versions: [
        { version: '2.5.0', staging: 9, production: 7 },
        { version: '2.6.0', staging: 2 },
      ],
    },
    {
      ...{ service: 'notifications', by: nadia, approver: owen, key: 'tag' },
      files: {
        staging: 'apps/notifications/staging/release.yaml',
        production: 'apps/notifications/production/release.yaml',
      },
      versions: [
        { version: '1.1.0', staging: 8, production: 6 },
        { version: '1.2.0', staging: 3 },
      ],
    },
  ],
  'shop-deploy': [
    {
      ...{ service: 'storefront', by: lukas, approver: priya, key: 'tag' },
      files: values('storefront'),
      versions: [
        { version: 'v65', staging: 10, production: 5 },
        { version: 'v66', staging: 1 },
      ],
    },
    {
      ...{ service: 'checkout', by: priya, approver: lukas, key: 'tag' },
      files: values('checkout'),
      versions: [{ version: '3.2.0', staging: 4 }],
    },
  ],
};

/**
 * The commits of what real engines deploy, by repository. `forgeUrl` is what
 * their objects name as the source; `end` is the instant after the last day.
 */
export function composeEngineWorld(
  forgeUrl: string,
  end: Date,
): Map<string, CommitGraph> {
  const calendar = createCalendar(end.getTime() / 1000);
  return new Map(
    Object.entries(stories).map(([name, told]) => [
      `${organisation.owner}/${name}`,
      buildCommitGraph({
        owner: organisation.owner,
        forge,
        landings: [
          begin(readFiles(name, forgeUrl), calendar),
          ...told.flatMap(story => landingsOf(story, calendar)),
        ],
      }),
    ]),
  );
}

function readFiles(name: string, forgeUrl: string): Files {
  const files = [...readSeedFiles(`engines/${name}`)];
  return new Map(
    files.map(([path, text]) => [
      path,
      text.replaceAll(writtenForge, forgeUrl),
    ]),
  );
}

function begin(files: Files, calendar: Calendar): Landing {
  return {
    ...{ type: 'direct', author: ines, subject: 'Begin' },
    at: calendar.back(20) + clock('09:30'),
    edits: [...files].map(([path, text]) => ({ type: 'write', path, text })),
  };
}

function landingsOf(story: Story, calendar: Calendar): Landing[] {
  return story.versions.flatMap(({ version, staging, production }) => [
    ...(staging === undefined
      ? []
      : [landing(story, version, 'staging', calendar.back(staging))]),
    ...(production === undefined
      ? []
      : [landing(story, version, 'production', calendar.back(production))]),
  ]);
}

/** Renovate brings a version to staging, a person promotes it. */
function landing(
  { service, by, approver, files, key }: Story,
  version: string,
  environment: Environment,
  day: number,
): Landing {
  const isPromotion = environment === 'production';
  const title = isPromotion
    ? `Promote ${service} ${version} to production`
    : `Run ${service} ${version} in staging`;
  const author = isPromotion ? by : bots.renovate;
  const openedAt = day + clock('10:20');
  return {
    ...{ type: 'pullRequest', title, author, openedAt },
    branch: `${service}-${version}-${environment}`,
    approvers: [approver],
    commits: [
      {
        ...{ author, at: openedAt, subject: title },
        edits: [
          {
            ...{ type: 'rewrite', path: files[environment] },
            rewrite: text => setScalar(text, key, version),
          },
        ],
      },
    ],
    landed: { as: 'merge', at: openedAt + clock('00:40'), by: approver },
  };
}
