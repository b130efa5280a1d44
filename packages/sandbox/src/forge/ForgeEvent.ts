import { CheckRun } from './checks/Check';
import { PullRequest, Review } from './pulls/PullRequest';

/** What happened in a repository. `actor` is a login. */
export type ForgeEvent =
  | {
      readonly type: 'push';
      readonly ref: string;
      readonly before: string | undefined;
      readonly after: string | undefined;
      readonly actor: string;
    }
  | {
      readonly type: 'pull_request';
      readonly action:
        | 'opened'
        | 'edited'
        | 'synchronize'
        | 'closed'
        | 'reopened'
        | 'labeled'
        | 'review_requested'
        | 'review_request_removed'
        | 'ready_for_review'
        | 'converted_to_draft'
        | 'auto_merge_enabled'
        | 'auto_merge_disabled';
      readonly request: PullRequest;
      readonly actor: string;
    }
  | {
      readonly type: 'pull_request_review';
      readonly action: 'submitted' | 'dismissed';
      readonly request: PullRequest;
      readonly review: Review;
      readonly actor: string;
    }
  | {
      readonly type: 'check_run';
      readonly action: 'created' | 'completed';
      readonly run: CheckRun;
      readonly actor: string;
    }
  | {
      readonly type: 'ping';
      readonly hook: number;
      readonly actor: string;
    };
