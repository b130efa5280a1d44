import { useTranslationRef } from '@backstage/frontend-plugin-api';
import RollbackIcon from '@material-ui/icons/SettingsBackupRestore';
import { Mark } from '../look/Mark';
import { gitopsTranslationRef } from '../translation';

/** A change to a lower version, as icon and word. */
export function RollbackMark() {
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <Mark tone="alert" icon={<RollbackIcon />} title={t('change.rollbackHint')}>
      {t('change.rollback')}
    </Mark>
  );
}
