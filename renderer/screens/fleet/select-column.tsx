import {
  type Column,
  SelectCellFormatter,
  SelectColumn,
  useHeaderRowSelection,
  useRowSelection,
} from 'react-data-grid';
import type { Row } from './columns.tsx';

/** The grid's own column of boxes, but named in the window's language. */
export const selectColumn = (words: { all: string; one: string }): Column<Row> => ({
  ...SelectColumn,
  renderHeaderCell: ({ tabIndex }) => <AllBox tabIndex={tabIndex} label={words.all} />,
  renderCell: ({ row, tabIndex }) => <OneBox row={row} tabIndex={tabIndex} label={words.one} />,
});

function AllBox({ tabIndex, label }: { tabIndex: number; label: string }) {
  const { isIndeterminate, isRowSelected, onRowSelectionChange } = useHeaderRowSelection();
  return (
    <SelectCellFormatter
      aria-label={label}
      tabIndex={tabIndex}
      indeterminate={isIndeterminate}
      value={isRowSelected}
      // some of them chosen: the box lets go of those first
      onChange={(checked) => onRowSelectionChange({ checked: isIndeterminate ? false : checked })}
    />
  );
}

function OneBox({ row, tabIndex, label }: { row: Row; tabIndex: number; label: string }) {
  const { isRowSelectionDisabled, isRowSelected, onRowSelectionChange } = useRowSelection();
  return (
    <SelectCellFormatter
      aria-label={label}
      tabIndex={tabIndex}
      disabled={isRowSelectionDisabled}
      value={isRowSelected}
      onChange={(checked, isShiftClick) => onRowSelectionChange({ row, checked, isShiftClick })}
    />
  );
}
