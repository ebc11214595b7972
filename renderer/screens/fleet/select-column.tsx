import {
  type Column,
  SelectCellFormatter,
  SelectColumn,
  useHeaderRowSelection,
  useRowSelection,
} from 'react-data-grid';
import { useTranslation } from '../../words.ts';
import type { Row } from './columns.tsx';

/** The grid's own column of boxes, but named in the window's language. */
export const selectColumn: Column<Row> = {
  ...SelectColumn,
  renderHeaderCell: ({ tabIndex }) => <AllBox tabIndex={tabIndex} />,
  renderCell: ({ row, tabIndex }) => <OneBox row={row} tabIndex={tabIndex} />,
};

function AllBox({ tabIndex }: { tabIndex: number }) {
  const { t } = useTranslation('fleet');
  const { isIndeterminate, isRowSelected, onRowSelectionChange } = useHeaderRowSelection();
  return (
    <SelectCellFormatter
      aria-label={t('selectAll')}
      tabIndex={tabIndex}
      indeterminate={isIndeterminate}
      value={isRowSelected}
      // some of them chosen: the box lets go of those first
      onChange={(checked) => onRowSelectionChange({ checked: isIndeterminate ? false : checked })}
    />
  );
}

function OneBox({ row, tabIndex }: { row: Row; tabIndex: number }) {
  const { t } = useTranslation('fleet');
  const { isRowSelectionDisabled, isRowSelected, onRowSelectionChange } = useRowSelection();
  return (
    <SelectCellFormatter
      aria-label={t('select')}
      tabIndex={tabIndex}
      disabled={isRowSelectionDisabled}
      value={isRowSelected}
      onChange={(checked, isShiftClick) => onRowSelectionChange({ row, checked, isShiftClick })}
    />
  );
}
