import { useTranslationRef } from '@backstage/frontend-plugin-api';
import FailedIcon from '@material-ui/icons/ErrorOutline';
import LockIcon from '@material-ui/icons/LockOutlined';
import MovedIcon from '@material-ui/icons/CompareArrows';
import { useEffect, useRef } from 'react';
import { ActionButton } from '../look/ActionButton';
import { Notice } from '../look/Notice';
import { failureMessage } from '../requests/failure';
import { gitopsTranslationRef } from '../translation';
import { openingFailureOf } from './openingFailure';

const icons = { conflict: MovedIcon, denied: LockIcon, failed: FailedIcon };
const tones = {
  conflict: 'waiting',
  denied: 'unknown',
  failed: 'alert',
} as const;

export interface OpeningNoticeProps {
  readonly error: Error;
  readonly onLookAgain: () => void;
}

/** Why nothing was opened, and what is still as it was. */
export function OpeningNotice({ error, onLookAgain }: OpeningNoticeProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const root = useRef<HTMLDivElement>(null);
  const failure = openingFailureOf(error);
  const Icon = icons[failure];
  // It stands at the end of what scrolls, beside the button that was pressed.
  useEffect(() => {
    root.current?.scrollIntoView?.({ block: 'end' });
  }, [error]);
  return (
    <div ref={root} role="alert">
      <Notice
        tone={tones[failure]}
        icon={<Icon />}
        title={t(`proposal.submit.${failure}.title`)}
        action={
          failure === 'conflict' && (
            <ActionButton onClick={onLookAgain}>
              {t('proposal.submit.conflict.again')}
            </ActionButton>
          )
        }
      >
        {failureMessage(error)}
        <br />
        {t(`proposal.submit.${failure}.text`)}
      </Notice>
    </div>
  );
}
