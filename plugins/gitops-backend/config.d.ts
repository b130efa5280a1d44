import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  /** What Git declares to run: which repositories to read, and how. */
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
     * How often each repository is read; the default is every minute, for at
     * most 30 minutes. One replica reads a repository at a time.
     */
    schedule?: SchedulerServiceTaskScheduleDefinitionConfig;

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
