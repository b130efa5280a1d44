import { Edit, Files } from '../history/Edit';
import { Landing } from '../history/Landing';
import { clock } from './calendar';
import { teams } from './organisation';
import { Stage } from './ServicePlan';

/** Where things are, at a given time. */
export class PlatformLayout {
  readonly #movedAt: number;

  constructor(movedAt: number) {
    this.#movedAt = movedAt;
  }

  directory(service: string, at: number): string {
    return service === 'notifications' && at < this.#movedAt
      ? 'releases/notifications'
      : `apps/${service}`;
  }

  versionFile(service: string, stage: Stage, at: number): string {
    const directory = this.directory(service, at);
    const [environment, ...cluster] = stage.split('-');
    switch (service) {
      case 'payments':
        return environment === 'production'
          ? `${directory}/production/base/kustomization.yaml`
          : `${directory}/${environment}/kustomization.yaml`;
      case 'checkout':
        return [directory, environment, cluster.join('-'), 'kustomization.yaml']
          .filter(Boolean)
          .join('/');
      case 'search':
        return `${directory}/${environment}/release-patch.yaml`;
      default:
        return `${directory}/${environment}/release.yaml`;
    }
  }

  /** The seed as it was before the tidy-up. */
  asIntroduced(files: Files): Files {
    return new Map(
      [...files].map(([path, text]) => [
        path.replace(/^apps\/notifications\//, 'releases/notifications/'),
        text.replace('./apps/notifications/', './releases/notifications/'),
      ]),
    );
  }

  tidyUp(files: Files): Landing {
    const [author, approver] = teams.platform;
    const openedAt = this.#movedAt - clock('00:20');
    const title = 'Keep notifications with the other services';
    const moves = [...files.keys()]
      .filter(path => path.startsWith('apps/notifications/'))
      .map(
        (to): Edit => ({
          type: 'move',
          path: to.replace('apps/', 'releases/'),
          to,
        }),
      );
    const declarations = [...files.keys()]
      .filter(path => /^clusters\/[^/]+\/notifications\.yaml$/.test(path))
      .map(
        (path): Edit => ({
          type: 'rewrite',
          path,
          rewrite: text => text.replace('./releases/', './apps/'),
        }),
      );
    return {
      type: 'pullRequest',
      title,
      branch: 'tidy-up',
      author,
      openedAt,
      commits: [
        {
          author,
          at: openedAt,
          subject: title,
          edits: [...moves, ...declarations],
        },
      ],
      approvers: [approver],
      landed: { as: 'merge', at: this.#movedAt, by: approver },
    };
  }
}
