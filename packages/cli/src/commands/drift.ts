import { Command } from '../Command';
import { UsageError } from '../UsageError';
import { driftOffline } from './driftOffline';
import { driftRepository } from './driftRepository';

/** `gitops drift`: how what is live differs from what is declared. */
export const drift: Command = {
  name: 'drift',
  summary: 'how what is live differs from what is declared',
  withoutRepository:
    '--declared FILE… --live FILE… [--namespace NS] [--manager M…] [--unmanaged]',
  options: {
    service: { value: 'S', summary: 'the service, of a repository' },
    environment: { value: 'E', summary: 'the environment it runs in' },
    cluster: {
      value: 'C',
      summary: 'the cluster, where the service runs on several',
    },
    kubeconfig: { value: 'F', summary: 'how to reach the cluster' },
    context: {
      value: 'X',
      summary: 'a context of the kubeconfig (default: its current one)',
    },
    exact: {
      summary:
        'ask the cluster by a dry-run apply what would change (needs patch)',
    },
    declared: {
      value: 'FILE',
      several: true,
      summary: 'manifests as Git declares them, YAML or JSON',
    },
    live: {
      value: 'FILE',
      several: true,
      summary:
        'objects as a cluster returns them, such as `kubectl get -o yaml`',
    },
    namespace: {
      value: 'NS',
      summary: 'namespace of declared objects that name none',
    },
    manager: {
      value: 'M',
      several: true,
      summary: 'who applies what Git declares (default: the known engines)',
    },
    unmanaged: {
      summary: "also list what Git doesn't declare and others wrote",
    },
  },
  run: async (args, surroundings) => {
    if (args.has('declared') || args.has('live')) {
      return driftOffline(args, surroundings);
    }
    if (args.repository === '') {
      throw new UsageError(
        'name a repository, or --declared FILE… and --live FILE…',
      );
    }
    return driftRepository(args, surroundings);
  },
};
