import { Edit, Files } from '../history/Edit';
import { Landing } from '../history/Landing';
import { Calendar } from './calendar';
import {
  Chore,
  Dependency,
  landHousekeeping,
  landUpdates,
} from './housekeeping';
import { landIntroductions } from './introductions';
import { bots } from './organisation';
import { landPromotions, PromotionStyle } from './promotions';
import { addNote, climb, setScalar } from './rewrite';
import { ServicePlan } from './ServicePlan';
import { simulateService } from './simulateService';

/** The services that Argo CD applies. */
export const shopServices: readonly ServicePlan[] = [
  {
    service: 'storefront',
    team: 'shop',
    scheme: 'number',
    firstVersion: 'v64',
    introducedOn: 0,
    release: 0.24,
    staging: 0.5,
    production: 0.3,
    waves: false,
    lands: 'squash',
    promoter: 'bot',
    // All is well: the same version everywhere.
    storyFrom: 5,
    story: [
      { back: 4, time: '10:40', does: 'release', stage: 'development' },
      { back: 4, time: '13:20', does: 'promote', stage: 'staging' },
      { back: 2, time: '09:15', does: 'promote', stage: 'production' },
    ],
  },
  {
    service: 'catalog',
    team: 'discovery',
    scheme: 'dated',
    firstVersion: '20250101-1',
    introducedOn: 45,
    release: 0.17,
    staging: 0.5,
    production: 0.28,
    waves: false,
    lands: 'merge',
    promoter: 'people',
    storyFrom: 7,
    story: [
      { back: 7, time: '09:10', does: 'release', stage: 'development' },
      { back: 7, time: '13:11', does: 'promote', stage: 'staging' },
      { back: 5, time: '09:35', does: 'promote', stage: 'production' },
      { back: 3, time: '10:03', does: 'release', stage: 'development' },
      { back: 1, time: '12:50', does: 'promote', stage: 'staging' },
    ],
  },
];

/** Argo CD's repository: one chart, values per service and environment. */
export function landShopDeploy(files: Files, calendar: Calendar): Landing[] {
  return [
    ...landIntroductions(files, shopServices, calendar),
    ...shopServices.flatMap(plan => [
      ...landPromotions(
        'shop-deploy',
        plan,
        simulateService(plan, calendar),
        styleOf(plan.service),
      ),
      ...landHousekeeping({
        service: plan.service,
        team: plan.team,
        chores: choresOf(plan.service),
        rate: 0.05,
        introducedOn: plan.introducedOn,
        calendar,
      }),
    ]),
    ...dependencies().flatMap(dependency => landUpdates(dependency, calendar)),
  ];
}

function styleOf(service: string): PromotionStyle {
  return {
    edit: (stage, version) => ({
      type: 'rewrite',
      path: `services/${service}/values-${stage}.yaml`,
      rewrite: text => setScalar(text, 'tag', version),
    }),
    automation: bots.imageUpdater,
    automationSubject: ({ to }) => `build(${service}): deploy ${to}`,
    automationBody: ({ from, to }) => `The image moved from ${from} to ${to}.`,
    title: ({ stage, to }) => `chore(${service}): ${to} to ${stage}`,
  };
}

function choresOf(service: string): Chore[] {
  const values = () => `services/${service}/values.yaml`;
  return [
    {
      title: `perf(${service}): another memory limit`,
      path: values,
      rewrite: text =>
        climb(text, step => `memory: ${step}`, [
          '256Mi',
          '320Mi',
          '384Mi',
          '512Mi',
        ]),
    },
    {
      title: `fix(${service}): change how long it waits for others`,
      path: values,
      rewrite: text =>
        climb(text, step => `REQUEST_TIMEOUT_SECONDS: "${step}"`, [
          '5',
          '8',
          '10',
          '6',
        ]),
    },
    {
      title: `perf(${service}): another number of replicas in production`,
      path: () => `services/${service}/values-production.yaml`,
      rewrite: text =>
        climb(text, step => `replicas: ${step}`, ['5', '6', '7', '8']),
    },
    {
      title: `docs(${service}): what the last incident taught`,
      path: () => `docs/runbooks/${service}.md`,
      rewrite: text => addNote(text, 'Check the cache before restarting.'),
    },
  ];
}

function dependencies(): Dependency[] {
  const replace = (path: string, from: string, to: string): Edit => ({
    type: 'rewrite',
    path,
    rewrite: text => text.replace(from, to),
  });
  return [
    {
      name: 'nginx',
      firstVersion: '1.25.4',
      introducedOn: 0,
      every: [30, 55],
      edits: (from, to) => [
        replace('charts/web-service/values.yaml', `tag: ${from}`, `tag: ${to}`),
      ],
    },
    {
      name: 'valkey',
      firstVersion: '0.9.2',
      introducedOn: 0,
      every: [35, 60],
      edits: (from, to) => [
        replace(
          'charts/valkey/Chart.yaml',
          `version: ${from}`,
          `version: ${to}`,
        ),
      ],
    },
  ];
}
