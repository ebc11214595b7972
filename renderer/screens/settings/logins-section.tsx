import { Button, Group, Modal } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import { failureOf } from '../../feed/failure.ts';
import { LoginDialog } from '../../parts/login-dialog.tsx';
import { type Tried, TriedWords, tryLogin } from '../../parts/login-test.tsx';
import { Failed, Loading } from '../../parts/states.tsx';
import { tell, tellFailure } from '../../parts/tell.ts';
import { useTranslation } from '../../words.ts';

/** The stored accounts. Their passwords never come here. */
export function LoginsSection() {
  const { t } = useTranslation(['settings', 'logins', 'shell']);
  const { readOnly } = useAbout();
  const { data, error, refetch } = useQuery({ queryKey: ['logins'], queryFn: () => client.logins.list() });
  const [isAdding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<string | null>(null);
  const [trying, setTrying] = useState<string | null>(null);
  const [tried, setTried] = useState<{ name: string; result: Tried } | null>(null);

  const test = async (name: string): Promise<void> => {
    setTrying(name);
    setTried(null);
    try {
      setTried({ name, result: await tryLogin(name) });
    } catch (thrown) {
      tellFailure(thrown);
    } finally {
      setTrying(null);
    }
  };

  if (error !== null) return <Failed failure={failureOf(error)} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return (
    <section aria-labelledby="logins">
      <h2 id="logins">{t('logins.title')}</h2>
      <p className="dim">{t('logins.lead')}</p>
      {data.logins.length === 0 ? (
        <p>{t('logins.none')}</p>
      ) : (
        <div className="wide">
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">{t('logins.name')}</th>
                <th scope="col">{t('logins.email')}</th>
                <th scope="col">{t('logins.actions')}</th>
              </tr>
            </thead>
            <tbody>
              {data.logins.map(({ name, email }) => (
                <tr key={name}>
                  <th scope="row" className="foreign">
                    {name}
                  </th>
                  <td className="foreign">{email}</td>
                  <td>
                    <div className="row">
                      <Button
                        variant="default"
                        size="compact-sm"
                        disabled={readOnly || trying !== null}
                        loading={trying === name}
                        aria-label={t('logins.testNamed', { name })}
                        onClick={() => void test(name)}
                      >
                        {t('logins.test')}
                      </Button>
                      <Button
                        variant="default"
                        size="compact-sm"
                        disabled={readOnly}
                        aria-label={t('logins.removeNamed', { name })}
                        onClick={() => setLeaving(name)}
                      >
                        {t('logins.remove')}
                      </Button>
                    </div>
                    {tried?.name === name && <TriedWords tried={tried.result} />}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <span role="status">{trying === null ? '' : t('logins.testing')}</span>
      <div className="row">
        <Button disabled={readOnly} onClick={() => setAdding(true)} mt="sm">
          {t('logins.add')}
        </Button>
      </div>
      <LoginDialog opened={isAdding} onClose={() => setAdding(false)} />
      <RemoveDialog name={leaving} onClose={() => setLeaving(null)} />
    </section>
  );
}

function RemoveDialog({ name, onClose }: { name: string | null; onClose: () => void }) {
  const { t } = useTranslation(['settings', 'logins', 'shell']);
  const queries = useQueryClient();
  const remove = async (): Promise<void> => {
    if (name === null) return;
    try {
      await client.logins.remove({ name });
      await queries.invalidateQueries({ queryKey: ['logins'] });
      tell(t('logins:test.removed', { name }));
    } catch (thrown) {
      tellFailure(thrown);
    }
    onClose();
  };
  return (
    <Modal
      opened={name !== null}
      onClose={onClose}
      title={<span className="foreign">{t('logins.removeTitle', { name: name ?? '' })}</span>}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
    >
      <p>{t('logins.removeText')}</p>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('shell:cancel')}
        </Button>
        <Button color="red.9" onClick={() => void remove()}>
          {t('logins.removeYes')}
        </Button>
      </Group>
    </Modal>
  );
}
