import { useState } from "react";
import { Icon } from "../../../../trace/icon";
import type { Client, Problem } from "../../client";
import { Allowed, useMay } from "../../parts/allowed";
import { Clock, focusOnce, Loading } from "../../parts/bits";
import { ListAndPage } from "../../parts/list-and-page";
import { ProblemView } from "../../parts/problem";
import { asProblem, useLoaded } from "../../parts/use-loaded";
import { address, go } from "../../shell/router";
import { api, type Version } from "./api";
import { Diff } from "./diff";
import { EditForm } from "./form";
import { History } from "./history";
import { VersionList } from "./list";
import { NothingDeployed } from "./nothing-deployed";
import { Yaml } from "./yaml";

const kRefreshMs = 10_000;

// #/configuration, …/history, …/{hash}, …/{hash}/edit, …/{hash}/compare/{other}
export function Configuration({ client, route }: { client: Client; route: string[] }) {
  const [wanted, verb, other] = route;
  const isHistory = wanted === "history";
  const versions = useLoaded((signal) => api.versions(client, signal), [client], kRefreshMs);
  const live = versions.value?.find(({ state }) => state === "live");
  const may = useMay();
  const hash = isHistory ? undefined : versions.value?.find((version) => wanted && version.hash.startsWith(wanted))?.hash ?? wanted ?? live?.hash;

  return (
    <ListAndPage list={<VersionList versions={versions} chosen={hash} />} isChosen={!!wanted}>
      <section className="page" aria-label="Version">
        {wanted && <a className="back" href={address("configuration")}><Icon name="back" /> All versions</a>}
        {isHistory && <History client={client} />}
        {!isHistory && !hash && versions.value && <NothingDeployed />}
        {hash && verb === "compare" && versions.value ? (
          <Diff key={hash + other} client={client} versions={versions.value} from={hash} to={other ?? live?.hash ?? hash} />
        ) : hash && verb === "edit" && may("draftConfig") ? (
          <EditForm key={hash} client={client} hash={hash} onDeployed={(made) => {
            versions.reload();
            go("configuration", made);
          }} />
        ) : (
          hash && <VersionPage key={hash} client={client} hash={hash} live={live} wasChosen={!!wanted} onChanged={versions.reload} />
        )}
      </section>
    </ListAndPage>
  );
}

interface VersionPageProps {
  client: Client;
  hash: string;
  live?: Version;
  wasChosen: boolean; // and not shown for want of a choice
  onChanged: () => void;
}

function VersionPage({ client, hash, live, wasChosen, onChanged }: VersionPageProps) {
  const { value: version, problem, reload } = useLoaded((signal) => api.version(client, hash, signal), [client, hash, live?.hash]);
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<Problem>();

  async function rollBack() {
    setFailure(undefined);
    try {
      await api.rollBack(client, hash);
      setAsked(false);
      onChanged();
      reload();
    } catch (error) {
      setFailure(asProblem(error));
    }
  }

  if (!version) return problem ? <ProblemView problem={problem} onRetry={reload} /> : <Loading what="the version" />;
  const isLive = live?.hash === version.hash;
  return (
    <>
      <header className="page-head">
        <div className="page-title">
          <h2 tabIndex={-1} ref={wasChosen ? focusOnce : undefined}>Version {version.number} <code>{version.hash.slice(0, 12)}</code></h2>
          {isLive && <span className="pill good">live</span>}
        </div>
        <dl className="facts">
          <div><dt>Deployed</dt><dd><Clock at={version.created_at} /></dd></div>
          {version.by && <div><dt>By</dt><dd>{version.by}</dd></div>}
          {version.note && <div><dt>Note</dt><dd>{version.note}</dd></div>}
        </dl>
        <div className="actions">
          <Allowed to="deployConfig"><a className="button primary" href={address("configuration", hash, "edit")}>Edit</a></Allowed>
          {live && !isLive && <a className="button" href={address("configuration", hash, "compare", live.hash)}>Compare with live</a>}
          {isLive && <a className="button" href={address("configuration", hash, "compare")}>Compare</a>}
          {live && !isLive && <Allowed to="rollBackConfig"><button type="button" onClick={() => setAsked(true)}>Roll back to this</button></Allowed>}
        </div>
        {asked && (
          <div className="ask" role="group" aria-label="Roll back">
            <p>Make version {version.number} live? New conversations use it at once; those under way stay on theirs.</p>
            <button type="button" className="primary" autoFocus onClick={rollBack}>Make it live</button>
            <button type="button" onClick={() => setAsked(false)}>Leave it</button>
          </div>
        )}
        {failure && <ProblemView problem={failure} />}
      </header>
      <Yaml text={version.yaml} />
    </>
  );
}
