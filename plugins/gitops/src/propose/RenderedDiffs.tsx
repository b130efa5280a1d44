import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import type { RenderedChange } from '@backstage-gitops/plugin-gitops-common';
import { useState } from 'react';
import { subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { DiffFold } from './DiffFold';
import { FirstOf } from './FirstOf';
import { parseResource } from './parseResource';

const SHOWN = 30;
/** So few are unfolded from the start; more would bury what they tell. */
const UNFOLDED = 2;
const UNFOLDED_LENGTH = 12_000;
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
  if (changes.length === 0) {
    return <p className={classes.quiet}>{t('proposal.plan.noRendered')}</p>;
  }
  const wanted = text.trim().toLowerCase();
  const found = changes.filter(({ resource, unit }) =>
    `${resource} ${unit}`.toLowerCase().includes(wanted),
  );
  return (
    <div>
      {changes.length > SEARCHED && (
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
        keyOf={({ unit, resource }) => `${unit} ${resource}`}
      >
        {({ unit, resource, diff }, index) => (
          <DiffFold
            title={<Title resource={resource} unit={unit} />}
            diff={diff}
            unfolded={index < UNFOLDED && diff.length <= UNFOLDED_LENGTH}
          />
        )}
      </FirstOf>
    </div>
  );
}

function Title(props: { readonly resource: string; readonly unit: string }) {
  const classes = useStyles();
  const { kind, namespace, name } = parseResource(props.resource);
  return (
    <span title={`${props.resource}\n${props.unit}`}>
      <span className={classes.kind}>{kind}</span>{' '}
      <span className={classes.name}>{name}</span>{' '}
      {namespace && <span className={classes.quiet}>{namespace}</span>}
    </span>
  );
}
