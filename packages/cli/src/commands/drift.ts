import { Command } from '../Command';
import { UsageError } from '../UsageError';
import { driftOffline } from './driftOffline';

/** `gitops drift`: how what is live differs from what is declared. */
export const drift: Command = {
  name: 'drift',
  summary: 'how what is live differs from what is declared',
  withoutRepository:
    '--declared FILE… --live FILE… [--namespace NS] [--manager M…] [--unmanaged]',
  options: {
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
    throw new UsageError('name --declared FILE… and --live FILE…');
  },
};
