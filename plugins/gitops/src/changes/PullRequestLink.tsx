import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PullRequest } from '@backstage-gitops/plugin-gitops-common';
import { safeHref } from '../artifacts/safeHref';
import { gitopsTranslationRef } from '../translation';

export interface PullRequestLinkProps {
  readonly pullRequest: PullRequest;
}

export function PullRequestLink({ pullRequest }: PullRequestLinkProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const href = safeHref(pullRequest.url);
  const label = t('change.pullRequest', { number: String(pullRequest.number) });
  const text = `#${pullRequest.number}`;
  return href ? (
    <Link to={href} aria-label={label} title={label}>
      {text}
    </Link>
  ) : (
    <span title={label}>{text}</span>
  );
}
