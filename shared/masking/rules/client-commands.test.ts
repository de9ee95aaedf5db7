import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const mask = (text: string): string =>
  createMasker({ runKey: 'k' })
    .mask(text)
    .replaceAll(/<secret-[\da-f]+>/g, '*');

describe('passwords that clients are given', () => {
  it.each([
    ['htpasswd -b -c .htpasswd anna Hunter22x', 'htpasswd -b -c .htpasswd anna *'],
    ['htpasswd -c -b .htpasswd anna Hunter22x', 'htpasswd -c -b .htpasswd anna *'],
    ['htpasswd -cb -B -C 10 .htpasswd anna Hunter22x', 'htpasswd -cb -B -C 10 .htpasswd anna *'],
    ['htpasswd -bc .htpasswd anna Hunter22x', 'htpasswd -bc .htpasswd anna *'],
    ['htpasswd -n -b anna Hunter22x', 'htpasswd -n -b anna *'],
    ['htpasswd -nbB anna "Hunter 22x"', 'htpasswd -nbB anna "*"'],
    ['http --auth bot:Hunter22x GET api.test', 'http --auth bot:* GET api.test'],
    ['ab -n 1000 -A svc:Kq7mzR2 https://x.test/', 'ab -n 1000 -A svc:* https://x.test/'],
    ['hey -n 10 -a admin:plover42 http://x.test', 'hey -n 10 -a admin:* http://x.test'],
    ['rclone obscure Hunter22x', 'rclone obscure *'],
    ['mosquitto_pub -u dev -P Msq!tto9 -t a', 'mosquitto_pub -u dev -P * -t a'],
    ['cypher-shell -u neo4j -p Cyp!Her9', 'cypher-shell -u neo4j -p *'],
    ['twine upload -u a -p Tw!ne881 dist/*.whl', 'twine upload -u a -p * dist/*.whl'],
    ['cf login -u a -p CfL0gin! -a api.test', 'cf login -u a -p * -a api.test'],
    ['oc login -p=Hunter22x', 'oc login -p=*'],
    ['lftp -u bob,Lftp!991 ftp.test', 'lftp -u bob,* ftp.test'],
    ['winrm get -u:bob -p:WinRm!77', 'winrm get -u:bob -p:*'],
    ['kinit bob <<< K1n!t990', 'kinit bob <<< *'],
    [`cryptsetup luksOpen /dev/sda1 x <<< 'Luks!9911'`, `cryptsetup luksOpen /dev/sda1 x <<< '*'`],
    ['mysqlimport -uroot -pHunter22x db f', 'mysqlimport -uroot -p* db f'],
    ['mysql -u root "-pHunter22x" db', 'mysql -u root "-p*" db'],
    ['sshpass -v -p Hunter22x ssh a@b', 'sshpass -v -p * ssh a@b'],
    ['docker  login -pHunter22x -u a', 'docker  login -p* -u a'],
    [`ssh-keygen -p -P 'Old!Phr9' -N 'New!Phr9'`, `ssh-keygen -p -P '*' -N '*'`],
    ['CREATE USER "a;b" IDENTIFIED BY Summer77;', 'CREATE USER "a;b" IDENTIFIED BY *;'],
  ])('%s', (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  it.each([
    'htpasswd -B -c .htpasswd anna',
    'htpasswd -C 10 -n anna',
    'http --auth bot: GET',
    'mongod --auth host:8080 --port 1',
    'mosquitto_sub -h x -p 1883 -t a',
    'hey -m GET -a foo http://x.test:8080',
    'they -a b:cdef',
    'ncftpget -p 2121 ftp.test',
    'lftp -u bob ftp.test',
    'kinit bob <<< "$PASS"',
    'docker run --name login -p 8080:80 x',
    'docker run -it login -p80:80 x',
    'cf login -a api.test -o org',
    'oc login -u a -p',
    'mysql -u root -p shop',
    'mysql is asked with -p, then the shell waits',
    'docker login takes -u and -p, or reads a token',
  ])('%s stays', (text) => {
    expect(mask(text)).toBe(text);
  });
});
