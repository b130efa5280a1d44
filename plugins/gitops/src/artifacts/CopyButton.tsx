import { useTranslationRef } from '@backstage/frontend-plugin-api';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import CheckIcon from '@material-ui/icons/Check';
import CopyIcon from '@material-ui/icons/FileCopyOutlined';
import { useEffect, useState } from 'react';
import { gitopsTranslationRef } from '../translation';

const SHOW_COPIED_MS = 2000;

const useStyles = makeStyles(
  {
    root: {
      padding: 4,
      '& svg': { fontSize: '0.95rem' },
    },
  },
  { name: 'GitopsCopyButton' },
);

export interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for the button's name. */
  readonly label?: string;
  readonly className?: string;
}

export function CopyButton({ text, label, className }: CopyButtonProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [result, setResult] = useState<'idle' | 'copied' | 'failed'>('idle');

  useEffect(() => {
    if (result === 'idle') return undefined;
    const timer = setTimeout(() => setResult('idle'), SHOW_COPIED_MS);
    return () => clearTimeout(timer);
  }, [result]);

  const title = {
    idle: t('copy.action', { what: label ?? text }),
    copied: t('copy.done'),
    failed: t('copy.failed'),
  }[result];

  return (
    <Tooltip title={title}>
      <IconButton
        size="small"
        aria-label={title}
        className={`${classes.root} ${className ?? ''}`}
        onClick={event => {
          event.stopPropagation();
          copy(text).then(
            () => setResult('copied'),
            () => setResult('failed'),
          );
        }}
      >
        {result === 'copied' ? <CheckIcon /> : <CopyIcon />}
      </IconButton>
    </Tooltip>
  );
}

/** Browsers offer the clipboard to secure pages only. */
async function copy(text: string): Promise<void> {
  if (!navigator.clipboard) throw new Error('The page may not copy');
  await navigator.clipboard.writeText(text);
}
