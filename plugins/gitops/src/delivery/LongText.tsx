import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { focusRing } from '../look/surface';
import { gitopsTranslationRef } from '../translation';

/** A page may hold several: the first lines tell what it is about. */
const LINES = 4;
const CHARACTERS = 400;

const useStyles = makeStyles(
  theme => ({
    more: {
      border: 0,
      padding: 0,
      background: 'none',
      font: 'inherit',
      fontSize: '0.82rem',
      cursor: 'pointer',
      color: theme.palette.primary.main,
      borderRadius: 3,
      '&:hover': { textDecoration: 'underline' },
      '&:focus-visible': focusRing(theme),
    },
  }),
  { name: 'GitopsLongText' },
);

export interface LongTextProps {
  readonly text: string;
  readonly className: string;
}

/** What an engine said: its beginning, and all of it for whoever asks. */
export function LongText({ text, className }: LongTextProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [all, setAll] = useState(false);
  const short = text
    .split('\n')
    .slice(0, LINES)
    .join('\n')
    .slice(0, CHARACTERS);
  const cut = !all && short.length < text.length;
  return (
    <>
      <p className={className}>{cut ? `${short}…` : text}</p>
      {cut && (
        <button
          type="button"
          className={classes.more}
          onClick={() => setAll(true)}
        >
          {t('delivery.wholeText')}
        </button>
      )}
    </>
  );
}
