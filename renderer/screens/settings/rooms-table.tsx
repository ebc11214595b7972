import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import { DownIcon, UpIcon } from '../../parts/icons.tsx';
import { useFormats } from '../../parts/moments.ts';
import { tellFailure } from '../../parts/tell.ts';
import { useTranslation } from '../../words.ts';
import { OccupiedDialog } from './occupied-dialog.tsx';

interface Room {
  name: string;
  order: number | null;
  occupiedUntil: string | null;
  occupiedReason: string | null;
}

/** In the order of the walk; rooms without a place in it come last, by name. */
const walk = (rooms: readonly Room[]): Room[] =>
  rooms.toSorted(
    (a, b) =>
      (a.order ?? Number.POSITIVE_INFINITY) - (b.order ?? Number.POSITIVE_INFINITY) ||
      a.name.localeCompare(b.name, undefined, { numeric: true }),
  );

/** The rooms of a site in walking order, and until when they are occupied. */
export function RoomsTable({ site }: { site: { name: string; rooms: readonly Room[] } }) {
  const { t } = useTranslation('settings');
  const { readOnly } = useAbout();
  const formats = useFormats();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [occupying, setOccupying] = useState<string | null>(null);
  const rooms = walk(site.rooms);
  const today = new Date().toISOString().slice(0, 10);

  const carryOut = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      tellFailure(thrown);
    }
    await queries.invalidateQueries({ queryKey: ['sites'] });
  };
  const add = (): void => {
    const room = name.trim();
    if (room === '') return;
    const last = Math.max(0, ...rooms.map(({ order }) => order ?? 0));
    setName('');
    void carryOut(() => client.places.setRoom({ site: site.name, room, order: last + 1 }));
  };
  /** Every room gets the number of its place, so that the order is whole afterwards. */
  const move = (index: number, by: 1 | -1): void => {
    const next = rooms.map((room) => room.name);
    const [moved = ''] = next.splice(index, 1);
    next.splice(index + by, 0, moved);
    void carryOut(async () => {
      for (const [place, room] of next.entries())
        if (rooms.find((one) => one.name === room)?.order !== place + 1)
          await client.places.setRoom({ site: site.name, room, order: place + 1 });
    });
  };
  const day = (iso: string): string => formats.day(iso);

  return (
    <>
      <h3>{t('places.rooms')}</h3>
      {rooms.length === 0 ? (
        <p className="dim">{t('places.noRooms')}</p>
      ) : (
        <div className="wide">
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{t('places.order')}</th>
                <th scope="col">{t('places.room')}</th>
                <th scope="col">{t('places.occupancy')}</th>
              </tr>
            </thead>
            <tbody>
              {rooms.map((room, index) => (
                <tr key={room.name}>
                  <td>
                    <div className="row">
                      <ActionIcon
                        variant="default"
                        aria-label={t('places.up', { room: room.name })}
                        disabled={readOnly || index === 0}
                        onClick={() => move(index, -1)}
                      >
                        <UpIcon />
                      </ActionIcon>
                      <ActionIcon
                        variant="default"
                        aria-label={t('places.down', { room: room.name })}
                        disabled={readOnly || index === rooms.length - 1}
                        onClick={() => move(index, 1)}
                      >
                        <DownIcon />
                      </ActionIcon>
                    </div>
                  </td>
                  <th scope="row" className="foreign">
                    {room.name}
                  </th>
                  <td>
                    <div className="row">
                      <span className="foreign">
                        {room.occupiedUntil === null
                          ? t('places.vacant')
                          : [
                              t(room.occupiedUntil < today ? 'places.past' : 'places.until', {
                                day: day(room.occupiedUntil),
                              }),
                              room.occupiedReason,
                            ]
                              .filter(Boolean)
                              .join(': ')}
                      </span>
                      <Button
                        variant="default"
                        size="compact-sm"
                        disabled={readOnly}
                        aria-label={t('places.setOccupiedNamed', { room: room.name })}
                        onClick={() => setOccupying(room.name)}
                      >
                        {t('places.setOccupied')}
                      </Button>
                      {room.occupiedUntil !== null && (
                        <Button
                          variant="default"
                          size="compact-sm"
                          disabled={readOnly}
                          aria-label={t('places.setVacantNamed', { room: room.name })}
                          onClick={() =>
                            void carryOut(() =>
                              client.places.setRoom({ site: site.name, room: room.name, occupied: null }),
                            )
                          }
                        >
                          {t('places.setVacant')}
                        </Button>
                      )}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <div className="row end">
          <TextInput
            label={t('places.roomName')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={200}
            disabled={readOnly}
          />
          <Button type="submit" variant="default" disabled={readOnly || name.trim() === ''}>
            {t('places.addRoom')}
          </Button>
        </div>
      </form>
      <OccupiedDialog
        room={occupying}
        onClose={() => setOccupying(null)}
        onSave={(occupied) => {
          const room = occupying;
          setOccupying(null);
          if (room !== null) void carryOut(() => client.places.setRoom({ site: site.name, room, occupied }));
        }}
      />
    </>
  );
}
