import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ReactNode, useState } from 'react';
import { ActionButton } from '../look/ActionButton';
import { gitopsTranslationRef } from '../translation';

export interface FirstRowsProps<Row> {
  readonly rows: readonly Row[];
  readonly atMost: number;
  readonly children: (rows: readonly Row[]) => ReactNode;
}

/** The first rows, and the rest for whoever asks. */
export function FirstRows<Row>(props: FirstRowsProps<Row>) {
  const { rows, atMost, children } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [all, setAll] = useState(false);
  const hidden = all ? 0 : rows.length - atMost;
  return (
    <>
      {children(all ? rows : rows.slice(0, atMost))}
      {hidden > 0 && (
        <ActionButton onClick={() => setAll(true)}>
          {t('delivery.more', { count: hidden })}
        </ActionButton>
      )}
    </>
  );
}
