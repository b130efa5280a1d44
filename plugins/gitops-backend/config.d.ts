import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  /**
   * What Git declares to run, and what runs: which repositories and clusters
   * to read, and how.
   */
  gitops?: {
    /** The config repositories. One entry with a `url` is enough to start. */
    repositories?: Array<{
      /**
       * Names the repository in the portal, in ids of targets and in
       * annotations: letters, digits, dots, dashes and underscores. The
       * default is the last part of the URL. Changing it makes new targets.
       */
      id?: string;

      /**
       * Any Git URL (https, ssh or file) or local path. It holds no
       * credentials: those come from `integrations`.
       */
      url: string;

      /**
       * The URL that the repository has elsewhere, where `url` is a copy: its
       * manifests name it by that one, and links lead there.
       */
      upstream?: string;

      /** The branch to read; the default is the remote's HEAD. */
      branch?: string;

      /**
       * Environment to branch, where each environment is a branch. Takes the
       * place of `branch`.
       */
      branches?: { [environment: string]: string };

      /** For layouts that can't be inferred. */
      rules?: Array<{
        /**
         * Files to read, such as `tags/{environment}/{service}`;
         * `{environment}`, `{service}` and `{cluster}` each stand for part of
         * one segment.
         */
        path: string;

        /** The key in the file that holds the version. */
        version: string;
      }>;
    }>;

    /**
     * The environments, where names and order can't be inferred from what the
     * repositories use.
     */
    environments?: Array<{
      /** The name shown in the portal. */
      name: string;

      /** Other names that repositories use for it. */
      aliases?: string | string[];

      /** The environments that come after it. */
      promotesTo?: string | string[];

      /** Whether care is due, as in production. */
      protected?: boolean;
    }>;

    /**
     * Rules that proposals and `gitops lint` are judged by: `deny` blocks a
     * proposal, `warn` is told. Freezes that Argo CD's projects declare in Git
     * (`spec.syncWindows`) apply without being named here.
     */
    policies?: Array<{
      /** Named where a result is shown; each name once. */
      name: string;

      /**
       * `cel`: an expression over each object. `freeze`: windows in which
       * nothing moves. `schema`: objects are as Kubernetes, or a CRD of the
       * repository, says. `opa`: a Rego package.
       */
      type: 'cel' | 'freeze' | 'schema' | 'opa';

      /**
       * The default is `deny`. A Rego package decides itself, and is no louder
       * than this.
       */
      level?: 'deny' | 'warn';

      /** Where it is louder or quieter, by environment. */
      levels?: { [environment: string]: 'deny' | 'warn' };

      /** Of `freeze` and `schema`: all environments where absent. */
      environments?: string | string[];

      /**
       * Of `cel`: must be true of an object. It sees `object`, `oldObject`,
       * `unit`, `services` and `now`.
       */
      expression?: string;

      /** Of `cel`: what is told where the expression is false. */
      message?: string;

      /** Of `cel`: which objects it is about; all where absent. */
      match?: {
        /** API groups; the core group is empty. */
        groups?: string[];
        kinds?: string | string[];
        environments?: string | string[];
      };

      /** Of `freeze`. */
      windows?: Array<{
        /** `allow`: nothing moves outside it. The default is `deny`. */
        kind?: 'allow' | 'deny';

        /** When it opens: a cron expression of five fields. */
        schedule: string;

        /** How long it stays open, such as `8h`, `1h30m` or `14d`. */
        duration: string;

        /** An IANA time zone; the default is UTC. */
        timeZone?: string;
      }>;

      /** Of `opa`: a file, `bundle.tar.gz` or `policy.wasm`. */
      bundle?: string;

      /** Of `opa`: a server. Either this or `bundle`. */
      url?: string;

      /** Of `opa`: the default is `gitops`. */
      package?: string;

      /**
       * Of `opa`, for a server.
       *
       * @visibility secret
       */
      token?: string;
    }>;

    /**
     * How often each repository is read; the default is every minute, for at
     * most 30 minutes. One replica reads a repository at a time.
     */
    schedule?: SchedulerServiceTaskScheduleDefinitionConfig;

    /** Changes that are proposed from here, as pull requests. */
    proposals?: {
      /** What their branches begin with; the default is `gitops/`. */
      branchPrefix?: string;

      /** Labels of their pull requests; the default is `gitops`. */
      labels?: string[];

      /** Whether every pull request is opened as a draft. */
      draft?: boolean;

      /**
       * How often a repository's pull requests are looked at; the default is
       * every 45 seconds. One replica looks at a repository's at a time.
       */
      schedule?: SchedulerServiceTaskScheduleDefinitionConfig;

      /**
       * Whether pull requests that people or bots opened are shown too, where
       * they touch a target's files; the default is true.
       */
      others?: boolean;

      /**
       * Whether it is read who approved the pull requests behind what is
       * declared, of each once; the default is true.
       */
      approvers?: boolean;
    };

    /** The clusters to look at. Without any, only what Git declares is told. */
    clusters?: Array<{
      /** Names the cluster in the portal, and as units in Git name it. */
      name: string;

      /** Other names that repositories use for it, such as a server's URL. */
      aliases?: string | string[];

      /** Environments whose units run here where they name no cluster. */
      environments?: string | string[];

      /**
       * The API server's URL. Exactly one of `server`, `kubeconfig` and
       * `kubernetesPlugin` says how the cluster is reached.
       */
      server?: string;

      /** The certificate authority, as PEM or base64 of it. */
      caData?: string;

      /** The certificate authority's file. */
      caFile?: string;

      /** @visibility secret */
      token?: string;

      /** A file with the token, read again when it is renewed. */
      tokenFile?: string;

      /** Trusts any certificate: for tests. */
      skipTLSVerify?: boolean;

      /** A kubeconfig file. */
      kubeconfig?: string;

      /** The context in it; the current one by default. */
      context?: string;

      /**
       * A cluster of Backstage's Kubernetes plugin: its name there, or `true`
       * where it is the same.
       */
      kubernetesPlugin?: boolean | string;

      /**
       * Which engine makes it follow Git. Found out by default: Flux where
       * its API is served, with the built-in engine for what nothing of Flux
       * applies. `builtin` leaves Flux unread.
       */
      engine?: 'flux' | 'builtin';

      /**
       * What the built-in engine does; Flux applies by itself, and is asked
       * to reconcile in any mode.
       * `observe` (the default) only looks, `manual` applies when a person
       * asks, `auto` applies every change.
       */
      mode?: 'observe' | 'manual' | 'auto';

      /** Whether `auto` also corrects drift; the default is true. */
      selfHeal?: boolean;

      /**
       * `readOnly` (the default) compares what Git declares; `exact` asks the
       * cluster by a dry run what applying would change, and needs `patch`.
       */
      comparison?: 'readOnly' | 'exact';

      /** Where to look, if not all namespaces may be read. */
      namespaces?: string | string[];

      /** Of one request with all its retries, such as `30s`. */
      timeout?: string | object;
    }>;

    engines?: {
      /** Flux, wherever a cluster has it. */
      flux?: {
        /**
         * The page of one of its objects, as Flux has none of its own:
         * `{cluster}`, `{group}`, `{kind}`, `{namespace}` and `{name}` stand
         * for what it is, such as
         * `https://headlamp.acme.example/c/{cluster}/flux/{kind}/{namespace}/{name}`.
         */
        link?: string;
      };

      /** The built-in engine; defaults for all clusters. */
      builtin?: {
        mode?: 'observe' | 'manual' | 'auto';
        selfHeal?: boolean;
        comparison?: 'readOnly' | 'exact';

        /** Under which name it applies; the default is `backstage-gitops`. */
        fieldManager?: string;
      };

      /**
       * Argo CDs, read beside those of `argocd.appLocatorMethods`, which other
       * plugins use. Flux needs no entry: it is found on `clusters`.
       */
      argocd?: {
        instances?: Array<{
          /** Names it in the portal, and in `argocd/instance-name`. */
          name: string;

          /** Of its API; may end with a path. */
          url: string;

          /**
           * Of an account that may get applications, and sync them where people
           * are to sync from here. Either this or `username` and `password`.
           *
           * @visibility secret
           */
          token?: string;

          /** A local user, whose session is kept until it ends. */
          username?: string;

          /** @visibility secret */
          password?: string;

          /** Where people see it; the default is `url`. */
          frontendUrl?: string;

          /** The certificate authority's file, as PEM. */
          caFile?: string;

          /**
           * Clusters it deploys to, where its own name or address of one
           * (`destination`, such as `in-cluster`) is another than ours.
           */
          clusters?:
            | string
            | Array<string | { name: string; destination: string }>;

          /** Of one request, such as `30s`. */
          timeout?: string | object;
        }>;
      };
    };

    /** What counts as drift. */
    drift?: {
      /** Rules for fields that may differ; shown with their name and count. */
      ignore?: Array<{
        name: string;

        /** Why this isn't drift, for a person. */
        reason?: string;

        /** Which resources; all by default. */
        match?: {
          groups?: string[];
          kinds?: string | string[];
          namespaces?: string | string[];
          names?: string | string[];

          /** Ids of targets, or services. */
          targets?: string | string[];
        };

        /** JSON pointers; `*` stands for one segment. */
        pointers?: string | string[];

        /** Paths such as `.spec.template.spec.containers[].env`. */
        paths?: string | string[];

        /** Fields that one of these managers wrote last. */
        managers?: string | string[];
      }>;

      /** Names of built-in rules to turn off. */
      disable?: string[];

      /** Also lists what Git doesn't declare and others wrote. */
      unmanaged?: boolean;
    };

    /** How what Git declares is rendered. */
    render?: {
      /** The kustomize or kubectl program; by default the one on PATH. */
      kustomize?: string;

      /** The helm program; by default the one on PATH. */
      helm?: string;

      /** Of one run of a program; the default is a minute. */
      timeout?: string | object;

      charts?: {
        /**
         * Beginnings of URLs (https or oci) that charts may be fetched from;
         * none by default.
         */
        allow?: string[];
      };
    };

    /** What the plugin has to do with the software catalog. */
    catalog?: {
      /**
       * How often the catalog is asked whose services are whose; the default
       * is every 2 minutes.
       */
      schedule?: SchedulerServiceTaskScheduleDefinitionConfig;

      /**
       * Makes a Component for each service that is declared in Git and that
       * no entity stands for. Needs the module
       * `@backstage-gitops/plugin-gitops-backend/catalog`. Off by default.
       */
      provideServices?: boolean;

      /** Who owns Components made so; the default is `unknown`. */
      owner?: string;
    };
  };
}
