import { describe, expect, it } from 'vitest';
import { marked } from '../../../test/support/marked.ts';
import { createMasker } from '../create-masker.ts';

const masker = createMasker({ runKey: 'addresses' });

describe('users and passwords in addresses', () => {
  it.each([
    'jdbc:mysql://«testuser:Plover42»@tcp(localhost:1521)/testdb',
    'postgres://«app:Sum#mer2024»@db/shop',
    'redis://«:#Abc123d»@cache:6379/0',
    'redis://«:Ab#c123d»@cache:6379/0',
    'mysql://«root:hunter#two»@db',
    'postgres://«u:pass?word»@db',
    'postgres://«app:pa/ss,w0rd»@db:5432/shop',
    '«app:Zx8Kq!Vw7»@tcp(db:3306)/shop',
    'DATABASE_DSN=«app:Zx8Kq!Vw7»@tcp(db:3306)/shop',
    'DSN: "«app:Zx8Kq:Vw7»@tcp(db:3306)/shop"',
    'sql.Open("mysql", "«app:Zx8Kq!Vw7»@tcp(db:3306)/shop?parseTime=true")',
    'DSN=«root:s3cret»@unix(/tmp/mysql.sock)/db',
    '(«anna:plover@42»@tcp(db)/x)',
    '{"dsn":"«svc:plover42»@tcp(db:3306)/shop"}',
  ])('are masked: %s', (line) => {
    const { text, values } = marked(line);
    const masked = masker.mask(text);
    for (const value of values) expect(masked).not.toContain(value);
  });

  it.each([
    'postgres://db:5432/shop?options=a@b',
    'postgres://db:port/shop?options=a@b',
    'postgres://db:$PORT/shop?options=a@b',
    'postgres://db:${PORT}/shop?options=a@b',
    'postgres://db:%d/shop?options=a@b',
    'postgres://db:{port}/shop?options=a@b',
    'mongodb://db:27017/?authSource=x@y',
    'mongodb://h1:27017,h2:27017/shop?x=a@b',
    'mongodb://h1:27017,h2:27018,h3:27019/?replicaSet=rs0&user=x@y',
    'ftp://host:21/dir/logo@2x.png',
    'sftp://host:/home/anna@work/x',
    'redis://cache:6379/0#a@b',
    'jdbc:postgresql://db:5432/shop?user=a@b',
    'amqp://mq:5672/%2Fvhost@x',
    'amqp://mq:5672//vhost@x',
    'see postgres://db:<port>/x@y',
    'ftp://files.example.org:pub/x@y',
    'https://host:abc/path@x',
    'nats://n1:4222,nats://n2:4222/@x',
    'ldap://dc1:389/cn=a@b?x',
    'ldap://dc1:389 bind as x/y@corp',
    'amqp://broker:amqp/vhost#node@rabbit1',
    'dsn := fmt.Sprintf("%s:%s@tcp(%s:%d)/%s", u, p, h, port, n)',
    '${DB_USER}:${DB_PASS}@tcp(${DB_HOST}:3306)/x',
    'user:password@tcp(localhost:3306)/db',
    'root:@tcp(db:3306)/db',
    'root@tcp(db:3306)/db',
    '$USER:$PASS@tcp(db:3306)/shop',
    '<user>:<password>@tcp(db:3306)/shop',
    'root:****@tcp(db:3306)/shop',
    'root:xxxxx@tcp(db:3306)/shop',
  ])('are not seen in: %s', (line) => {
    expect(masker.mask(line)).toBe(line);
  });
});
