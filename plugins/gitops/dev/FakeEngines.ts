import { ConflictError, NotFoundError } from '@backstage/errors';
import type {
  EngineActionRequest,
  EngineActionResponse,
  SyncRequest,
  SyncResponse,
  TargetDeliveryResponse,
  TargetLive,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { hoursAgo } from './world/clock';
import {
  engineStories,
  EngineStoryName,
  engineStoryOf,
} from './world/deliveries';
import type { EngineStory } from './world/deliveryParts';
import { deliveryAnswer } from './world/engines';
import { observedLive } from './world/live';
import { syncSteps } from './world/manifests';

/** Engines that do what they are asked for, or refuse, at once. */
export class FakeEngines {
  readonly #told = new Map<string, EngineStory>();

  live(target: TargetState): TargetLive | undefined {
    const story = this.#storyOf(target);
    if (!story) return undefined;
    const { conditions, history, ...delivery } = story.delivery;
    return observedLive(target, story.older ? 'older' : 'declared', {
      ...story.live,
      delivery,
    });
  }

  delivery(target: TargetState): TargetDeliveryResponse | undefined {
    const story = this.#storyOf(target);
    const live = this.live(target);
    return story && live
      ? deliveryAnswer(live, story, engineStoryOf(target) ?? '')
      : undefined;
  }

  ask(target: TargetState, request: EngineActionRequest): EngineActionResponse {
    const story = this.#storyOf(target);
    const object = story?.delivery.object;
    if (!story || !object) throw new NotFoundError('No engine applies it');
    const well = engineStories.fluxWell(target);
    switch (request.action) {
      case 'terminate':
        throw new ConflictError(
          'Argo CD has just ended it by itself: nothing is under way',
        );
      case 'suspend':
        this.#told.set(target.id, {
          ...story,
          delivery: {
            ...story.delivery,
            state: 'suspended',
            suspended: {
              by: 'user:default/guest',
              reason: request.reason,
              since: hoursAgo(0),
            },
          },
        });
        break;
      case 'resume':
        this.#told.set(target.id, well);
        break;
      default:
        if (engineStoryOf(target) === 'notFetched') {
          this.#told.set(target.id, well);
        }
    }
    return { action: request.action, object };
  }

  sync(target: TargetState, request: SyncRequest): SyncResponse | undefined {
    const story = this.#storyOf(target);
    const object = story?.delivery.object;
    if (!story || !object) return undefined;
    const { dryRun = false } = request;
    const { revision } = target;
    if (object.kind === 'Application') {
      const steps = syncSteps(target, 'drifted', { ...request, dryRun: true });
      return { revision, dryRun, steps };
    }
    const outcome = dryRun ? 'planned' : 'done';
    const source = {
      group: 'source.toolkit.fluxcd.io',
      kind: 'GitRepository',
      namespace: 'flux-system',
      name: 'platform',
    };
    return {
      revision,
      dryRun,
      steps: [source, object].map(each => ({
        ...each,
        action: 'update',
        outcome,
      })),
    };
  }

  #storyOf(target: TargetState): EngineStory | undefined {
    const name: EngineStoryName | undefined = engineStoryOf(target);
    return this.#told.get(target.id) ?? (name && engineStories[name](target));
  }
}
