import { GITOPS_SIGNAL_CHANNEL } from '@backstage-gitops/plugin-gitops-common';
import { LoggerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';

/** A message stays small; a page that shows so many targets polls anyway. */
const idsInMessage = 500;

/**
 * Tells open pages which targets have news, some at a time: many units may
 * change at once. A page that missed one asks again by itself.
 */
export class TargetSignals {
  readonly #signals: Pick<SignalsService, 'publish'>;
  readonly #logger: LoggerService;
  readonly #delay: number;
  readonly #pending = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: {
    signals: Pick<SignalsService, 'publish'>;
    logger: LoggerService;
    /** Milliseconds that news are gathered for. */
    delay: number;
  }) {
    this.#signals = options.signals;
    this.#logger = options.logger;
    this.#delay = options.delay;
  }

  add(targets: readonly string[]): void {
    for (const target of targets) this.#pending.add(target);
    if (this.#pending.size === 0 || this.#timer) return;
    this.#timer = setTimeout(() => this.#send(), this.#delay).unref();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#pending.clear();
  }

  async #send(): Promise<void> {
    this.#timer = undefined;
    const targets = [...this.#pending];
    this.#pending.clear();
    for (let start = 0; start < targets.length; start += idsInMessage) {
      try {
        await this.#signals.publish({
          recipients: { type: 'broadcast' },
          channel: GITOPS_SIGNAL_CHANNEL,
          message: { targets: targets.slice(start, start + idsInMessage) },
        });
      } catch (error) {
        this.#logger.debug('A signal could not be sent', {
          reason: String(error),
        });
      }
    }
  }
}
