import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const mask = (text: string): string => createMasker({ runKey: 'k' }).mask(text);

describe('passwords that look like code, a measurement or what is filled in', () => {
  it.each([
    ['password: "${env}-Kq7!mz9Rt#4x"', 'mz9Rt'],
    ['password: "${user}SommerWonderland"', 'Wonder'],
    ["sshpass -p '+Kq7mz+' ssh a@b", 'Kq7mz'],
    ['mysql -p+plover42+ db', 'plover'],
    ["mysql -u root -p'`Kq7mzR9' shop", 'mzR9'],
    ["mysql -u root -p'$Kq7.mzR9' shop", 'mzR9'],
    ["mysql -p'$KEST77' shop", 'KEST'],
    ["sshpass -p '!KESTREL!' ssh a@b", 'KESTREL'],
    ["sshpass -p '@{Kq7mz}' ssh a@b", 'Kq7mz'],
    ['password=kq[7Rt92mLx]', 'Rt92m'],
    ['password = Winter[Amsel]', 'Amsel'],
    ['password: ReadonlyAmsel77', 'Amsel'],
    ['password=letmein?', 'letmein'],
    ['password = Get-Kestrel', 'Kestrel'],
    ['password="SuperSecretPassword"', 'Super'],
    ['cmd --first-pass Wm7kRq92Lx run', 'Rq92'],
    ['redis-cli -a Kq7\\033mzR9 ping', 'mzR9'],
    ['mysql -u root -pSum<b>mer22', 'mer22'],
    ['password=98.12%', '98'],
    ['password: 4411/8812', '8812'],
    ['password=1234MB', '1234'],
    ['secret=correct-horse-battery-staple', 'horse'],
    ['secret: "blue-service"', 'blue'],
    ['bindpw: `plover42`', 'plover'],
    ['spring.datasource.password=p<Q8rt>plover', 'plover'],
    ['&{Host:a Password:p<Q8rt>plover Port:1}', 'plover'],
    ['DB_URL="postgres://app:${env}Tr3ppe9@db/x"', 'ppe9'],
    ['password: "{{ env }}Tr3ppe9"', 'ppe9'],
    ['{"password": "{{prefix}}Tr3ppe9"}', 'ppe9'],
    ['password: "$(hostname)Tr3ppe9"', 'ppe9'],
    ['client_secret: "{{ stage }}-wolke!77"', 'wolke'],
    ['firstPass=Wm7kRq92Lx', 'Wm7k'],
    ['secondPass: "Wm7kRq92Lx"', 'Wm7k'],
  ])('%s is masked', (line, part) => {
    expect(mask(line)).not.toContain(part);
  });

  it.each([
    'password: "${DB_PASSWORD}-${SUFFIX}"',
    'mysql -u root -p\'" + pw + "\' shop',
    "'mysql -u root -p'+pw+' shop'",
    'sshpass -p `cat /etc/pw` ssh h',
    "sshpass -p '$SSH_PASS' ssh a@b",
    "sshpass -p '$DB_PASS1' ssh a@b",
    '$password = Get-AzKeyVaultSecret -Name x',
    'login=301ms password=241ms',
    'compiler --two-pass fast',
    '{namespace="shop",secret="storefront"}',
    'Property "password" value "(empty)" rejected',
    'password: "{{ .Values.a }}-{{ .Values.b }}"',
    'password: "{{ .Release.Name }}-postgres15"',
    'password: "{{password}}?sslmode=disable"',
    'password: "$(cat /run/secrets/db)"',
  ])('%s stays', (line) => {
    expect(mask(line)).toBe(line);
  });
});
