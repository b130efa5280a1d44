import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import type { RenderedChange } from '@backstage-gitops/plugin-gitops-common';
import { useMemo, useState } from 'react';
import { subtleText } from '../look/surface';
import { useProposals } from '../proposals/ProposalsContext';
import { gitopsTranslationRef } from '../translation';
import { DiffFold } from './DiffFold';
import { FirstOf } from './FirstOf';
import { parseResource } from './parseResource';
import { renderedGroups } from './renderedGroups';

const SHOWN = 30;
/** So few are unfolded from the start; more would bury what they tell. */
const UNFOLDED = 2;
const UNFOLDED_LENGTH = 12_000;
/** So many clusters are named. */
const PLACES = 4;
/** More than this are searched. */
const SEARCHED = 12;

const useStyles = makeStyles(
  theme => ({
    search: {
      width: 320,
      maxWidth: '100%',
      marginBottom: theme.spacing(1.5),
      '& input': { fontSize: '0.88rem' },
    },
    kind: { color: subtleText(theme) },
    name: { fontWeight: 700 },
    quiet: { margin: 0, color: subtleText(theme), fontSize: '0.82rem' },
  }),
  { name: 'GitopsRenderedDiffs' },
);

export interface RenderedDiffsProps {
  readonly changes: readonly RenderedChange[];
}

/** How the objects on the clusters would change. */
export function RenderedDiffs({ changes }: RenderedDiffsProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [text, setText] = useState('');
  const groups = useMemo(() => renderedGroups(changes), [changes]);
  if (changes.length === 0) {
    return <p className={classes.quiet}>{t('proposal.plan.noRendered')}</p>;
  }
  const wanted = text.trim().toLowerCase();
  const found = groups.filter(({ resource, units }) =>
    [resource, ...units].join(' ').toLowerCase().includes(wanted),
  );
  return (
    <div>
      {groups.length > SEARCHED && (
        <TextField
          className={classes.search}
          variant="outlined"
          size="small"
          type="search"
          placeholder={t('proposal.plan.filter')}
          value={text}
          onChange={event => setText(event.target.value)}
          inputProps={{ 'aria-label': t('proposal.plan.filter') }}
        />
      )}
      {found.length === 0 && (
        <p className={classes.quiet}>{t('proposal.plan.noMatch')}</p>
      )}
      <FirstOf
        key={wanted}
        items={found}
        count={SHOWN}
        keyOf={({ units, resource }) => `${resource} ${units.join(' ')}`}
      >
        {({ units, resource, diff }, index) => (
          <DiffFold
            title={<Title resource={resource} units={units} />}
            diff={diff}
            unfolded={index < UNFOLDED && diff.length <= UNFOLDED_LENGTH}
          />
        )}
      </FirstOf>
    </div>
  );
}

function Title(props: {
  readonly resource: string;
  readonly units: readonly string[];
}) {
  const { resource, units } = props;
  const classes = useStyles();
  const { targets } = useProposals();
  const { kind, namespace, name } = parseResource(resource);
  const places = units.map(unit => {
    const target = targets?.find(one => one.unit === unit);
    return (target && (target.cluster ?? target.environment)) ?? unit;
  });
  const hidden = places.length - PLACES;
  return (
    <span title={[resource, ...places].join('\n')}>
      <span className={classes.kind}>{kind}</span>{' '}
      <span className={classes.name}>{name}</span>{' '}
      <span className={classes.quiet}>
        {[
          ...(namespace ? [namespace] : []),
          places.slice(0, PLACES).join(', ') +
            (hidden > 0 ? ` +${hidden}` : ''),
        ].join(' · ')}
      </span>
    </span>
  );
}
