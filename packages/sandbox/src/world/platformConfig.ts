import { Edit, Files } from '../history/Edit';
import { Landing } from '../history/Landing';
import { Calendar, clock } from './calendar';
import {
  Chore,
  Dependency,
  landHousekeeping,
  landUpdates,
} from './housekeeping';
import { landIntroductions } from './introductions';
import { bots } from './organisation';
import { platformServices } from './platformServices';
import { landPromotions, PromotionStyle } from './promotions';
import { addNote, climb, setScalar } from './rewrite';
import { PlatformLayout } from './PlatformLayout';
import { ServicePlan } from './ServicePlan';
import { simulateService } from './simulateService';

const name = 'platform-config';

/** The working day, counted from the first, on which a folder is moved. */
const tidyUpOn = 170;

/** Flux's repository: Kustomize overlays and HelmReleases. */
export function landPlatformConfig(
  files: Files,
  calendar: Calendar,
): Landing[] {
  const movedAt = calendar.days[tidyUpOn] + clock('18:30');
  const layout = new PlatformLayout(movedAt);
  return [
    ...landIntroductions(
      layout.asIntroduced(files),
      platformServices,
      calendar,
    ),
    layout.tidyUp(files),
    ...platformServices.flatMap(plan => [
      ...landPromotions(
        name,
        plan,
        simulateService(plan, calendar),
        styleOf(plan, layout),
      ),
      ...landHousekeeping({
        service: plan.service,
        team: plan.team,
        chores: choresOf(plan.service, layout),
        rate: 0.055,
        introducedOn: plan.introducedOn,
        calendar,
      }),
    ]),
    ...dependencies().flatMap(dependency => landUpdates(dependency, calendar)),
  ];
}

function styleOf(plan: ServicePlan, layout: PlatformLayout): PromotionStyle {
  const { service } = plan;
  const key =
    service === 'payments' || service === 'checkout' ? 'newTag' : 'tag';
  return {
    edit: (stage, version, at) => ({
      type: 'rewrite',
      path: layout.versionFile(service, stage, at),
      rewrite: text => setScalar(text, key, version),
    }),
    automation: bots.flux,
    automationSubject: ({ to }) => `Run ${service} ${to} in development`,
    automationBody: ({ from, to }) =>
      `- registry.quillmoor.example/${service}: ${from} -> ${to}`,
    title: ({ stage, to }) => `Promote ${service} ${to} to ${stage}`,
  };
}

const memory = ['256Mi', '320Mi', '384Mi', '448Mi', '512Mi'];
const timeouts = ['5', '8', '10', '6'];
const replicas = ['2', '3', '4', '5', '6', '7', '8'];

function choresOf(service: string, layout: PlatformLayout): Chore[] {
  const inFolder = (file: string) => (at: number) =>
    `${layout.directory(service, at)}/${file}`;
  const kustomize = service === 'payments' || service === 'checkout';
  const release =
    service === 'search' ? 'base/release.yaml' : 'production/release.yaml';
  const overlay =
    service === 'payments' ? 'production/base' : 'production/eu-1';
  return [
    {
      title: `Give ${service} another memory limit`,
      path: inFolder(kustomize ? 'base/deployment.yaml' : release),
      rewrite: text => climb(text, step => `memory: ${step}`, memory),
    },
    {
      title: `Change how long ${service} waits for others`,
      path: inFolder(kustomize ? `${overlay}/kustomization.yaml` : release),
      rewrite: text =>
        climb(
          text,
          step =>
            kustomize
              ? `REQUEST_TIMEOUT_SECONDS=${step}`
              : `REQUEST_TIMEOUT_SECONDS: "${step}"`,
          timeouts,
        ),
    },
    {
      title: `Change how many replicas of ${service} production has`,
      path: inFolder(
        kustomize
          ? 'production/eu-1/kustomization.yaml'
          : `production/${
              service === 'search' ? 'release-patch' : 'release'
            }.yaml`,
      ),
      rewrite: text =>
        climb(
          text,
          step => `${kustomize ? 'count' : 'replicas'}: ${step}`,
          replicas,
        ),
    },
    {
      title: `Note what the last ${service} incident taught`,
      path: () => `docs/runbooks/${service}.md`,
      rewrite: text => addNote(text, 'Look at the queue before restarting.'),
    },
  ];
}

function dependencies(): Dependency[] {
  const everyBase = ['payments', 'checkout'].map(
    service => `apps/${service}/base/deployment.yaml`,
  );
  const replace = (path: string, from: string, to: string): Edit => ({
    type: 'rewrite',
    path,
    rewrite: text => text.replace(from, to),
  });
  const chart = (path: string) => (from: string, to: string) =>
    [replace(path, `version: ${from}`, `version: ${to}`)];
  return [
    {
      name: 'oauth2-proxy',
      firstVersion: 'v7.6.0',
      introducedOn: 0,
      every: [30, 60],
      alsoOn: 14,
      edits: (from, to) => everyBase.map(path => replace(path, from, to)),
    },
    {
      name: 'otel-collector',
      firstVersion: '0.96.0',
      introducedOn: 0,
      every: [20, 40],
      edits: (from, to) => [
        replace('components/telemetry/kustomization.yaml', from, to),
      ],
    },
    {
      name: 'ingress-nginx',
      firstVersion: '4.9.1',
      introducedOn: 0,
      every: [25, 45],
      edits: chart('charts/ingress-nginx/Chart.yaml'),
    },
    {
      name: 'cert-manager',
      firstVersion: 'v1.14.4',
      introducedOn: 0,
      every: [35, 60],
      edits: chart('infrastructure/base/cert-manager.yaml'),
    },
    {
      name: 'indexed-service',
      firstVersion: '3.1.0',
      introducedOn: 0,
      every: [30, 50],
      edits: chart('charts/indexed-service/Chart.yaml'),
    },
    {
      name: 'worker chart',
      firstVersion: '1.4.0',
      introducedOn: 70,
      every: [40, 60],
      edits: chart('charts/worker/Chart.yaml'),
    },
  ];
}
