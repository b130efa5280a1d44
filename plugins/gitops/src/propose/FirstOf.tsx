import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { Fragment, ReactNode, useState } from 'react';
import { ActionButton } from '../look/ActionButton';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({ more: { marginTop: theme.spacing(1) } }),
  { name: 'GitopsFirstOf' },
);

export interface FirstOfProps<T> {
  readonly items: readonly T[];
  /** How many are shown at first, and more of with each press. */
  readonly count: number;
  readonly keyOf: (item: T) => string;
  readonly children: (item: T, index: number) => ReactNode;
}

/** As many of a list as can be read at once, and more for whoever asks. */
export function FirstOf<T>(props: FirstOfProps<T>) {
  const { items, count, keyOf, children } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [shown, setShown] = useState(count);
  const rest = items.length - shown;
  return (
    <>
      {items.slice(0, shown).map((item, index) => (
        <Fragment key={keyOf(item)}>{children(item, index)}</Fragment>
      ))}
      {rest > 0 && (
        <div className={classes.more}>
          <ActionButton onClick={() => setShown(shown + count)}>
            {t('proposal.plan.showMore', { count: Math.min(rest, count) })}
          </ActionButton>
        </div>
      )}
    </>
  );
}
