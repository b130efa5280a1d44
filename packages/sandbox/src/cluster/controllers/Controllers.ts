import { KubeObject } from '../KubeObject';
import { ServedKind } from '../ServedKind';
import { StoreEvent } from '../store/ObjectStore';
import { reconcileDeployment } from './deployment';
import { kinds, Workbench } from './kinds';
import { podStatus } from './podStatus';
import { reconcileReplicaSet } from './replicaSet';
import { reconcileStatefulSet } from './statefulSet';

const reconcilers = new Map([
  [kinds.deployment, reconcileDeployment],
  [kinds.replicaSet, reconcileReplicaSet],
  [kinds.statefulSet, reconcileStatefulSet],
]);

/**
 * Toy controllers: workloads get pods, and pods become ready after a moment,
 * unless they run an image that can't be pulled.
 */
export class Controllers {
  readonly #bench: Workbench;
  readonly #readyAfter: number;
  readonly #queue = new Map<string, () => void>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #unsubscribe: () => void;
  #turn: NodeJS.Immediate | undefined;

  constructor(
    bench: Omit<Workbench, 'options'>,
    options: { readonly readyAfter: number; now(): Date },
  ) {
    this.#bench = {
      ...bench,
      options: () => ({
        manager: 'kube-controller-manager',
        time: instant(options.now()),
        dryRun: false,
      }),
    };
    this.#readyAfter = options.readyAfter;
    this.#unsubscribe = bench.store.subscribe(event => this.#notice(event));
  }

  close(): void {
    this.#unsubscribe();
    if (this.#turn) clearImmediate(this.#turn);
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #notice({ type, kind: of, object }: StoreEvent) {
    if (type !== 'DELETED') this.#enqueue(of, object);
    for (const owner of object.metadata.ownerReferences ?? []) {
      const ownerKind = [...reconcilers.keys()].find(
        candidate => candidate.kind === owner.kind,
      );
      const { namespace } = object.metadata;
      const found =
        ownerKind &&
        this.#bench.store.get({ kind: ownerKind, namespace, name: owner.name });
      if (ownerKind && found) this.#enqueue(ownerKind, found);
    }
    if (of === kinds.pod && type === 'ADDED') this.#startLater(object);
  }

  #enqueue(of: ServedKind, { metadata }: KubeObject) {
    const reconcile = reconcilers.get(of);
    if (!reconcile) return;
    const { namespace, name } = metadata;
    this.#queue.set(`${of.kind}/${namespace}/${name}`, () => {
      const object = this.#bench.store.get({ kind: of, namespace, name });
      if (object) reconcile(object, this.#bench);
    });
    this.#turn ??= setImmediate(() => this.#work());
  }

  /** One object at a time; what that causes waits for the next turn. */
  #work() {
    this.#turn = undefined;
    const tasks = [...this.#queue.values()];
    this.#queue.clear();
    for (const task of tasks) task();
  }

  #startLater(pod: KubeObject) {
    const { namespace, name, uid } = pod.metadata;
    const at = { kind: kinds.pod, namespace, name };
    const set = (phase: 'pulling' | 'started') => {
      const live = this.#bench.store.get(at);
      if (live?.metadata.uid !== uid || !live) return;
      const signed = { ...this.#bench.options(), manager: 'kubelet' };
      const status = podStatus(live, phase, signed.time);
      this.#bench.writer.setStatus(at, status, signed);
    };
    this.#after(0, () => set('pulling'));
    this.#after(this.#readyAfter, () => set('started'));
  }

  #after(milliseconds: number, act: () => void) {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, milliseconds);
    timer.unref();
    this.#timers.add(timer);
  }
}

/** As Kubernetes writes a time. */
export function instant(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
