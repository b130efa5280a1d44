import { InputError } from '@backstage/errors';
import { PolicyResult } from '@backstage-gitops/plugin-gitops-common';
import { Cron } from 'croner';
import { Policy, PolicyInput } from './Policy';
import { levelIn, LevelSettings } from './PolicyLevel';

/**
 * When an environment doesn't move, as the sync windows of Argo CD's projects
 * say it: while an `deny` window is open, or, where there are `allow` windows,
 * while none of them is.
 *
 * @public
 */
export interface FreezeWindow {
  readonly kind: 'allow' | 'deny';
  /** A cron expression of five fields: when the window opens. */
  readonly schedule: string;
  /** How long it stays open, such as `90m`, `8h` or `1h30m`. */
  readonly duration: string;
  /** An IANA time zone; UTC where absent. */
  readonly timeZone?: string;
  /**
   * Whether a person may still sync by hand while it keeps the environment
   * from moving: then it is told, and denies nothing.
   */
  readonly manualSync?: boolean;
}

/** @public */
export interface FreezePolicyConfig extends LevelSettings {
  readonly name: string;
  /** All environments where absent. */
  readonly environments?: readonly string[];
  readonly windows: readonly FreezeWindow[];
  /** A warning is given when one begins within so many milliseconds (2 h). */
  readonly noticeMs?: number;
}

const defaultNoticeMs = 2 * 3_600_000;

/** A longer window is a mistake: 1 year. */
const maximumDurationMs = 366 * 24 * 3_600_000;

interface Window {
  readonly kind: FreezeWindow['kind'];
  readonly cron: Cron;
  readonly durationMs: number;
  readonly manualSync: boolean;
}

/** Rejects a window that can't be understood with an InputError. @public */
export class FreezePolicy implements Policy {
  readonly name: string;
  readonly #config: FreezePolicyConfig;
  readonly #windows: readonly Window[];

  constructor(config: FreezePolicyConfig) {
    this.name = config.name;
    this.#config = config;
    this.#windows = config.windows.map(window => readWindow(window, config));
  }

  async evaluate({ unit, now }: PolicyInput): Promise<readonly PolicyResult[]> {
    const { name: policy, environments, noticeMs } = this.#config;
    if (environments && !environments.includes(unit.environment)) return [];
    if (this.#isFrozen(now)) {
      const message = `${unit.environment} is frozen${this.#until(now)}`;
      const level = levelIn(unit.environment, this.#config);
      return [
        this.#isSyncedByHand(now)
          ? {
              policy,
              level: 'warn',
              message: `${message}; syncing by hand is allowed`,
            }
          : { policy, level, message },
      ];
    }
    const soon = new Date(now.getTime() + (noticeMs ?? defaultNoticeMs));
    const begins = this.#changes(now).find(
      time => time <= soon && this.#isFrozen(time),
    );
    if (begins === undefined) return [];
    const message = `${unit.environment} freezes at ${begins.toISOString()}`;
    return [{ policy, level: 'warn', message }];
  }

  #isFrozen(time: Date): boolean {
    const isOpen = (window: Window) => openedAt(window, time) !== undefined;
    const allowing = this.#windows.filter(({ kind }) => kind === 'allow');
    const denying = this.#windows.filter(({ kind }) => kind === 'deny');
    return (
      denying.some(isOpen) || (allowing.length > 0 && !allowing.some(isOpen))
    );
  }

  /** Every open window that denies must allow it, else one that allows. */
  #isSyncedByHand(time: Date): boolean {
    const denying = this.#windows.filter(
      window => window.kind === 'deny' && openedAt(window, time) !== undefined,
    );
    return denying.length > 0
      ? denying.every(({ manualSync }) => manualSync)
      : this.#windows.some(
          ({ kind, manualSync }) => kind === 'allow' && manualSync,
        );
  }

  #until(now: Date): string {
    const end = this.#changes(now).find(time => !this.#isFrozen(time));
    return end === undefined ? '' : ` until ${end.toISOString()}`;
  }

  /** When windows open and close next, soonest first. */
  #changes(now: Date): Date[] {
    return this.#windows
      .flatMap(window => {
        const opened = openedAt(window, now);
        const next = window.cron.nextRun(now);
        return [
          ...(opened ? [new Date(opened.getTime() + window.durationMs)] : []),
          ...(next ? [next] : []),
        ];
      })
      .sort((a, b) => a.getTime() - b.getTime());
  }
}

/** When a window that is open at a time was opened. */
function openedAt({ cron, durationMs }: Window, time: Date): Date | undefined {
  const from = new Date(time.getTime() - durationMs);
  const opened = cron.nextRun(from);
  return opened !== null && opened <= time ? opened : undefined;
}

function readWindow(
  { kind, schedule, duration, timeZone, manualSync = false }: FreezeWindow,
  { name }: FreezePolicyConfig,
): Window {
  const durationMs = milliseconds(duration);
  if (durationMs === undefined || durationMs > maximumDurationMs) {
    throw new InputError(
      `The policy ${name} has the duration '${duration}'; write it like 8h or 1h30m`,
    );
  }
  try {
    const cron = new Cron(schedule, {
      mode: '5-part',
      paused: true,
      timezone: timeZone ?? 'UTC',
    });
    // An unknown time zone is only noticed when it is used.
    cron.nextRun();
    return { kind, cron, durationMs, manualSync };
  } catch (error) {
    throw new InputError(
      `The policy ${name} has the schedule '${schedule}' (${
        timeZone ?? 'UTC'
      }), which can't be read`,
      error,
    );
  }
}

const units = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

function milliseconds(text: string): number | undefined {
  const match = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  if (match === null || text === '') return undefined;
  const [d, h, m, s] = match.slice(1).map(part => Number(part ?? 0));
  return d * units.d + h * units.h + m * units.m + s * units.s;
}
