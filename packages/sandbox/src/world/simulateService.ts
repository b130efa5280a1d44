import { Calendar, clock } from './calendar';
import { createRandom, Random } from './random';
import { ServicePlan, Stage, StoryStep } from './ServicePlan';
import { nextVersion } from './versions';

/** A version that moved in one stage. `at` is in seconds since 1970. */
export interface Step {
  readonly does: StoryStep['does'];
  readonly stage: Stage;
  readonly at: number;
  readonly from: string;
  readonly to: string;
}

const before: Record<Stage, Stage> = {
  development: 'development',
  staging: 'development',
  production: 'staging',
  'production-us-1': 'staging',
  'production-eu-1': 'production-us-1',
};

class Simulation {
  readonly steps: Step[] = [];
  readonly #plan: ServicePlan;
  readonly #random: Random;
  readonly #declared: Record<Stage, string[]>;

  constructor(plan: ServicePlan) {
    this.#plan = plan;
    this.#random = createRandom(`releases of ${plan.service}`);
    const first = () => [plan.firstVersion];
    this.#declared = {
      development: first(),
      staging: first(),
      production: first(),
      'production-us-1': first(),
      'production-eu-1': first(),
    };
  }

  tell(step: StoryStep, day: number) {
    const at = day + clock(step.time) + this.#random.integer(0, 59);
    switch (step.does) {
      case 'release':
        return this.#release(day, at);
      case 'revert':
      case 'pin':
        return this.#goBack(step, at);
      default:
        return this.#promote(step.stage, at, step.does);
    }
  }

  ordinaryDay(day: number) {
    const { release, staging, production, waves } = this.#plan;
    const random = this.#random;
    const between = (from: string, to: string) =>
      day + random.integer(clock(from), clock(to));
    const morning = between('08:45', '11:15');
    const releaseTime = between('07:30', '11:55');
    const afternoon = between('12:20', '14:30');
    const stage = this.#nextWave(waves);
    if (random.chance(stage === 'production-eu-1' ? 0.8 : production)) {
      this.#promote(stage, morning, 'promote');
    }
    if (random.chance(release)) this.#release(day, releaseTime);
    if (random.chance(staging)) this.#promote('staging', afternoon, 'promote');
  }

  #nextWave(waves: boolean): Stage {
    if (!waves) return 'production';
    return this.#current('production-us-1') === this.#current('production-eu-1')
      ? 'production-us-1'
      : 'production-eu-1';
  }

  #release(day: number, at: number) {
    const { scheme } = this.#plan;
    const from = this.#current('development');
    const to = nextVersion(scheme, from, day, this.#random);
    this.#set({ does: 'release', stage: 'development', at, from, to });
  }

  #promote(stage: Stage, at: number, does: 'promote' | 'propose') {
    const from = this.#current(stage);
    const to = this.#current(before[stage]);
    if (from !== to) this.#set({ does, stage, at, from, to });
  }

  #goBack({ stage, does }: StoryStep, at: number) {
    const versions = this.#declared[stage];
    const [to, from] = versions.slice(-2);
    if (from === undefined) throw new Error('Nothing to go back to');
    this.#set({ does, stage, at, from, to });
  }

  #current(stage: Stage): string {
    return this.#declared[stage][this.#declared[stage].length - 1];
  }

  #set(step: Step) {
    this.steps.push(step);
    // A proposal is still open at the end of the world.
    if (step.does !== 'propose') this.#declared[step.stage].push(step.to);
  }
}

/**
 * The releases and promotions of a service over the world's months. A day has
 * one order: production takes what staging had overnight, development gets a
 * release before noon, staging takes it after noon. So no pull request of a
 * service ever overtakes another one of the same stage.
 */
export function simulateService(plan: ServicePlan, calendar: Calendar): Step[] {
  const simulation = new Simulation(plan);
  const last = calendar.days.length - 1;
  for (let index = plan.introducedOn + 1; index <= last; index += 1) {
    const back = last - index;
    const story = plan.story.filter(step => step.back === back);
    if (story.length > 0 || back <= plan.storyFrom) {
      for (const step of story) simulation.tell(step, calendar.days[index]);
    } else {
      simulation.ordinaryDay(calendar.days[index]);
    }
  }
  return simulation.steps;
}
