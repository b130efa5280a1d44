/** Something that a person did to a cluster without Git. */
export type Plant =
  | (Place & { readonly does: 'scale'; readonly by: number })
  | (Place & { readonly does: 'image'; readonly suffix: string })
  | (Place & {
      readonly does: 'config';
      readonly key: string;
      readonly value: string;
    })
  | (Place & { readonly does: 'orphan'; readonly orphan: string });

interface Place {
  readonly cluster: string;
  readonly namespace: string;
  /** Of the workload, or of the ConfigMap for `config`. */
  readonly name: string;
  /** As `managedFields` will tell. */
  readonly manager: string;
  /** How long ago it was done, in seconds. */
  readonly ago: number;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** What the demo shows: someone was in a hurry, in production. */
export const demoPlants: readonly Plant[] = [
  {
    does: 'scale',
    cluster: 'production-eu-1',
    namespace: 'payments',
    name: 'payments',
    by: 3,
    manager: 'kubectl-scale',
    ago: 3 * hour,
  },
  {
    does: 'config',
    cluster: 'production-eu-1',
    namespace: 'payments',
    name: 'payments-flags',
    key: 'checkout_v2',
    value: 'true',
    manager: 'kubectl-edit',
    ago: 2 * day,
  },
  {
    does: 'image',
    cluster: 'production-us-1',
    namespace: 'storefront',
    name: 'storefront',
    suffix: 'hotfix1',
    manager: 'kubectl-set',
    ago: 5 * hour,
  },
  {
    does: 'image',
    cluster: 'production-us-1',
    namespace: 'search',
    name: 'search',
    suffix: 'broken',
    manager: 'kubectl-edit',
    ago: 40 * minute,
  },
  {
    does: 'orphan',
    cluster: 'production-eu-1',
    namespace: 'checkout',
    name: 'checkout',
    orphan: 'checkout-debug',
    manager: 'backstage-gitops',
    ago: 6 * day,
  },
];
