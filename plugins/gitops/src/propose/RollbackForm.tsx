import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import FailedIcon from '@material-ui/icons/ErrorOutline';
import type { ChangeEntry } from '@backstage-gitops/plugin-gitops-common';
import { ArtifactChanges } from '../changes/ArtifactChanges';
import { PullRequestLink } from '../changes/PullRequestLink';
import { RollbackMark } from '../changes/RollbackMark';
import { Subject } from '../changes/Subject';
import { changeKey } from '../history/newestChange';
import { ActionButton } from '../look/ActionButton';
import { Notice } from '../look/Notice';
import { hairline, subtleText } from '../look/surface';
import { Bone } from '../requests/Bone';
import { failureMessage } from '../requests/failure';
import type { Pages } from '../requests/usePages';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import { ChoiceGroup, ChoiceGroups } from './ChoiceGroup';
import { RadioLine } from './RadioLine';
import { WhyPullRequest } from './WhyPullRequest';
import type { RollbackMode } from './rollbackChoice';
import { TargetChoice, TargetChoiceProps } from './TargetChoice';

const MODES: readonly RollbackMode[] = ['restore', 'revert'];
const BONES = ['first', 'second', 'third'];

const useStyles = makeStyles(
  theme => ({
    list: {
      maxHeight: 264,
      overflow: 'auto',
      border: hairline(theme),
      borderRadius: 8,
      '& > * + *': { borderTop: hairline(theme) },
      '& > *': { padding: theme.spacing(0.5, 1) },
    },
    bones: { display: 'flex', flexDirection: 'column', gap: 12 },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      columnGap: theme.spacing(1),
    },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1),
      fontSize: '0.82rem',
      color: subtleText(theme),
    },
    current: { fontSize: '0.82rem', fontWeight: 600, color: subtleText(theme) },
    quiet: { margin: 0, color: subtleText(theme) },
    more: { padding: theme.spacing(1) },
  }),
  { name: 'GitopsRollbackForm' },
);

export interface RollbackFormProps
  extends Pick<TargetChoiceProps, 'targets' | 'chosen' | 'along' | 'disabled'> {
  readonly mode: RollbackMode;
  readonly pages: Pages<ChangeEntry>;
  readonly change: ChangeEntry | undefined;
  readonly onTargets: (chosen: readonly string[]) => void;
  readonly onMode: (mode: RollbackMode) => void;
  readonly onChange: (change: ChangeEntry) => void;
}

/** How, back to which change, and where. */
export function RollbackForm(props: RollbackFormProps) {
  const { targets, chosen, along, disabled, mode } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <ChoiceGroups>
      <WhyPullRequest
        targets={targets.filter(({ id }) => chosen.includes(id))}
      />
      <ChoiceGroup title={t('proposal.rollback.mode')}>
        {MODES.map(one => (
          <RadioLine
            key={one}
            name="gitops-rollback-mode"
            label={t(`proposal.rollback.${one}`)}
            checked={mode === one}
            disabled={disabled}
            hint={t(`proposal.rollback.${one}Hint`)}
            onChoose={() => props.onMode(one)}
          >
            {t(`proposal.rollback.${one}`)}
          </RadioLine>
        ))}
      </ChoiceGroup>
      <TargetChoice
        targets={targets}
        chosen={chosen}
        along={along}
        disabled={disabled}
        onChange={props.onTargets}
      />
      <ChoiceGroup
        wide
        title={t(
          mode === 'restore'
            ? 'proposal.rollback.to'
            : 'proposal.rollback.undo',
        )}
      >
        <Changes {...props} />
      </ChoiceGroup>
    </ChoiceGroups>
  );
}

function Changes(props: RollbackFormProps) {
  const { pages, change, mode, disabled, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (pages.state === 'loading') {
    return (
      <div className={classes.bones} aria-busy="true">
        {BONES.map(bone => (
          <Bone key={bone} width="100%" height={36} />
        ))}
      </div>
    );
  }
  if (pages.state === 'failed') {
    return (
      <Notice
        tone="alert"
        icon={<FailedIcon />}
        title={t('proposal.rollback.failed')}
        action={
          <ActionButton onClick={pages.reload}>
            {t('failure.retry')}
          </ActionButton>
        }
      >
        {failureMessage(pages.error)}
      </Notice>
    );
  }
  const { items, nextCursor, more, loadMore } = pages;
  const listed =
    change && !items.some(one => one.landedBy === change.landedBy)
      ? [...items, change]
      : items;
  if (listed.length === 0) {
    return <p className={classes.quiet}>{t('proposal.rollback.empty')}</p>;
  }
  return (
    <div className={classes.list}>
      {listed.map((entry, index) => (
        <Line
          key={changeKey(entry)}
          entry={entry}
          current={index === 0}
          checked={entry.landedBy === change?.landedBy}
          disabled={disabled || (index === 0 && mode === 'restore')}
          onChoose={() => onChange(entry)}
        />
      ))}
      {nextCursor && (
        <div className={classes.more}>
          <ActionButton disabled={more.state === 'loading'} onClick={loadMore}>
            {t('proposal.rollback.more')}
          </ActionButton>
        </div>
      )}
    </div>
  );
}

function Line(props: {
  readonly entry: ChangeEntry;
  readonly current: boolean;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly onChoose: () => void;
}) {
  const { entry, current, checked, disabled, onChoose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const versions = entry.artifacts.flatMap(({ to }) => to ?? []);
  return (
    <div>
      <RadioLine
        name="gitops-rollback-change"
        label={[...new Set(versions), entry.subject].join(', ')}
        checked={checked}
        disabled={disabled}
        onChoose={onChoose}
      >
        <span className={classes.line}>
          <ArtifactChanges artifacts={entry.artifacts} mainNames={[]} />
          {entry.rollback && <RollbackMark />}
          {current && (
            <span className={classes.current}>
              {t('proposal.rollback.current')}
            </span>
          )}
        </span>
        <span className={classes.facts}>
          <RelativeTime time={entry.effectiveAt} />
          <span>{entry.author}</span>
          {entry.pullRequest && (
            <PullRequestLink pullRequest={entry.pullRequest} />
          )}
        </span>
        <Subject text={entry.subject} />
      </RadioLine>
    </div>
  );
}
