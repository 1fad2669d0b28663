/**
 * The database's schema is Nix's own, version 10 (Nix 2.8 to today), so that Nix can query and verify the store. The
 * names of tables, columns, indices and the trigger are part of it.
 *
 * hash: `sha256:<base16>` of the NAR. registrationTime: seconds since the epoch. ultimate: 1 where it was built here.
 * sigs: `key:base64`, space-separated. ca: the content address of a path that is named by its contents.
 */
export const schemaVersion = 10;

export const schema = `
create table if not exists ValidPaths (
    id               integer primary key autoincrement not null,
    path             text unique not null,
    hash             text not null,
    registrationTime integer not null,
    deriver          text,
    narSize          integer,
    ultimate         integer,
    sigs             text,
    ca               text
);
create table if not exists Refs (
    referrer  integer not null,
    reference integer not null,
    primary key (referrer, reference),
    foreign key (referrer) references ValidPaths(id) on delete cascade,
    foreign key (reference) references ValidPaths(id) on delete restrict
);
create index if not exists IndexReferrer on Refs(referrer);
create index if not exists IndexReference on Refs(reference);
create trigger if not exists DeleteSelfRefs before delete on ValidPaths
  begin
    delete from Refs where referrer = old.id and reference = old.id;
  end;
create table if not exists DerivationOutputs (
    drv  integer not null,
    id   text not null,
    path text not null,
    primary key (drv, id),
    foreign key (drv) references ValidPaths(id) on delete cascade
);
create index if not exists IndexDerivationOutputs on DerivationOutputs(path);
`;

export const tables = ["ValidPaths", "Refs", "DerivationOutputs"] as const;
