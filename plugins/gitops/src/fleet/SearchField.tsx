import { useTranslationRef } from '@backstage/frontend-plugin-api';
import InputAdornment from '@material-ui/core/InputAdornment';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import SearchIcon from '@material-ui/icons/Search';
import { useEffect, useRef, useState } from 'react';
import { gitopsTranslationRef } from '../translation';

const TYPING_MS = 300;

const useStyles = makeStyles(
  theme => ({
    root: {
      flex: '1 1 200px',
      maxWidth: 380,
      '& input': { fontSize: '0.9rem' },
      [theme.breakpoints.down('xs')]: { maxWidth: 'none' },
    },
  }),
  { name: 'GitopsSearchField' },
);

export interface SearchFieldProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** Asks once the person stops typing; follows the address otherwise. */
export function SearchField({ text, onChange }: SearchFieldProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [typed, setTyped] = useState(text);
  const asked = useRef(text);
  const onChangeRef = useRef(onChange);
  onChangeRef.current = onChange;

  useEffect(() => {
    if (text === asked.current) return;
    asked.current = text;
    setTyped(text);
  }, [text]);

  useEffect(() => {
    if (typed === asked.current) return undefined;
    const timer = setTimeout(() => {
      asked.current = typed;
      onChangeRef.current(typed);
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);

  return (
    <TextField
      className={classes.root}
      variant="outlined"
      size="small"
      type="search"
      placeholder={t('fleet.filter.text')}
      value={typed}
      onChange={event => setTyped(event.target.value)}
      inputProps={{ 'aria-label': t('fleet.filter.textLabel') }}
      InputProps={{
        startAdornment: (
          <InputAdornment position="start">
            <SearchIcon fontSize="small" />
          </InputAdornment>
        ),
      }}
    />
  );
}
