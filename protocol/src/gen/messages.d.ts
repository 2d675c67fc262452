// Generated from proto/connector.proto by `npm run gen`. Do not edit.
// sha256 4344735300b85f1e4f845d3fc3234284a9b6538fcd61b39f4fb899d16c4719bb
import * as $protobuf from "protobufjs/minimal.js";
export namespace rapidbyte {
    namespace connector {
        namespace v1 {
            interface IHostMessage extends rapidbyte.connector.v1.HostMessage.$Properties {
            }
            class HostMessage {
                constructor(properties?: rapidbyte.connector.v1.HostMessage.$Properties);
                $unknowns?: Uint8Array[];
                batch?: (rapidbyte.connector.v1.Batch.$Properties|null);
                streamSchema?: (rapidbyte.connector.v1.StreamSchema.$Properties|null);
                checkpoint?: (rapidbyte.connector.v1.Checkpoint.$Properties|null);
                done?: (rapidbyte.connector.v1.Done.$Properties|null);
                hello?: (rapidbyte.connector.v1.Hello.$Properties|null);
                spec?: (rapidbyte.connector.v1.SpecRequest.$Properties|null);
                configure?: (rapidbyte.connector.v1.Configure.$Properties|null);
                check?: (rapidbyte.connector.v1.CheckRequest.$Properties|null);
                discover?: (rapidbyte.connector.v1.DiscoverRequest.$Properties|null);
                plan?: (rapidbyte.connector.v1.PlanRequest.$Properties|null);
                begin?: (rapidbyte.connector.v1.BeginRequest.$Properties|null);
                open?: (rapidbyte.connector.v1.OpenRequest.$Properties|null);
                credit?: (rapidbyte.connector.v1.Credit.$Properties|null);
                ack?: (rapidbyte.connector.v1.Ack.$Properties|null);
                stop?: (rapidbyte.connector.v1.Stop.$Properties|null);
                publish?: (rapidbyte.connector.v1.PublishRequest.$Properties|null);
                forget?: (rapidbyte.connector.v1.ForgetRequest.$Properties|null);
                release?: (rapidbyte.connector.v1.Release.$Properties|null);
                close?: (rapidbyte.connector.v1.Close.$Properties|null);
                body?: ("batch"|"streamSchema"|"checkpoint"|"done"|"hello"|"spec"|"configure"|"check"|"discover"|"plan"|"begin"|"open"|"credit"|"ack"|"stop"|"publish"|"forget"|"release"|"close");
                static encode(message: rapidbyte.connector.v1.HostMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.HostMessage & rapidbyte.connector.v1.HostMessage.$Shape;
            }
            namespace HostMessage {
                interface $Properties {
                    batch?: (rapidbyte.connector.v1.Batch.$Properties|null);
                    streamSchema?: (rapidbyte.connector.v1.StreamSchema.$Properties|null);
                    checkpoint?: (rapidbyte.connector.v1.Checkpoint.$Properties|null);
                    done?: (rapidbyte.connector.v1.Done.$Properties|null);
                    hello?: (rapidbyte.connector.v1.Hello.$Properties|null);
                    spec?: (rapidbyte.connector.v1.SpecRequest.$Properties|null);
                    configure?: (rapidbyte.connector.v1.Configure.$Properties|null);
                    check?: (rapidbyte.connector.v1.CheckRequest.$Properties|null);
                    discover?: (rapidbyte.connector.v1.DiscoverRequest.$Properties|null);
                    plan?: (rapidbyte.connector.v1.PlanRequest.$Properties|null);
                    begin?: (rapidbyte.connector.v1.BeginRequest.$Properties|null);
                    open?: (rapidbyte.connector.v1.OpenRequest.$Properties|null);
                    credit?: (rapidbyte.connector.v1.Credit.$Properties|null);
                    ack?: (rapidbyte.connector.v1.Ack.$Properties|null);
                    stop?: (rapidbyte.connector.v1.Stop.$Properties|null);
                    publish?: (rapidbyte.connector.v1.PublishRequest.$Properties|null);
                    forget?: (rapidbyte.connector.v1.ForgetRequest.$Properties|null);
                    release?: (rapidbyte.connector.v1.Release.$Properties|null);
                    close?: (rapidbyte.connector.v1.Close.$Properties|null);
                    body?: ("batch"|"streamSchema"|"checkpoint"|"done"|"hello"|"spec"|"configure"|"check"|"discover"|"plan"|"begin"|"open"|"credit"|"ack"|"stop"|"publish"|"forget"|"release"|"close");
                    $unknowns?: Uint8Array[];
                }
                type $Shape = {
                  batch?: rapidbyte.connector.v1.Batch.$Shape|null;
                  streamSchema?: rapidbyte.connector.v1.StreamSchema.$Shape|null;
                  checkpoint?: rapidbyte.connector.v1.Checkpoint.$Shape|null;
                  done?: rapidbyte.connector.v1.Done.$Shape|null;
                  hello?: rapidbyte.connector.v1.Hello.$Shape|null;
                  spec?: rapidbyte.connector.v1.SpecRequest.$Shape|null;
                  configure?: rapidbyte.connector.v1.Configure.$Shape|null;
                  check?: rapidbyte.connector.v1.CheckRequest.$Shape|null;
                  discover?: rapidbyte.connector.v1.DiscoverRequest.$Shape|null;
                  plan?: rapidbyte.connector.v1.PlanRequest.$Shape|null;
                  begin?: rapidbyte.connector.v1.BeginRequest.$Shape|null;
                  open?: rapidbyte.connector.v1.OpenRequest.$Shape|null;
                  credit?: rapidbyte.connector.v1.Credit.$Shape|null;
                  ack?: rapidbyte.connector.v1.Ack.$Shape|null;
                  stop?: rapidbyte.connector.v1.Stop.$Shape|null;
                  publish?: rapidbyte.connector.v1.PublishRequest.$Shape|null;
                  forget?: rapidbyte.connector.v1.ForgetRequest.$Shape|null;
                  release?: rapidbyte.connector.v1.Release.$Shape|null;
                  close?: rapidbyte.connector.v1.Close.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ body?: undefined; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; hello?: null; spec?: null; configure?: null; check?: null; discover?: null; plan?: null; begin?: null; open?: null; credit?: null; ack?: null; stop?: null; publish?: null; forget?: null; release?: null; close?: null }|{ body?: "batch"; batch: rapidbyte.connector.v1.Batch.$Shape; streamSchema?: null; checkpoint?: null; done?: null; hello?: null; spec?: null; configure?: null; check?: null; discover?: null; plan?: null; begin?: null; open?: null; credit?: null; ack?: null; stop?: null; publish?: null; forget?: null; release?: null; close?: null }|{ body?: "streamSchema"; batch?: null; streamSchema: rapidbyte.connector.v1.StreamSchema.$Shape; checkpoint?: null; done?: null; hello?: null; spec?: null; configure?: null; check?: null; discover?: null; plan?: null; begin?: null; open?: null; credit?: null; ack?: null; stop?: null; publish?: null; forget?: null; release?: null; close?: null }|{ body?: "checkpoint"; batch?: null; streamSchema?: null; checkpoint: rapidbyte.connector.v1.Checkpoint.$Shape; done?: null; hello?: null; spec?: null; configure?: null; check?: null; discover?: null; plan?: null; begin?: null; open?: null; credit?: null; ack?: null; stop?: null; publish?: null; forget?: null; release?: null; close?: null }|{ body?: "done"; batch?: null; streamSchema?: null; checkpoint?: null; done: rapidbyte.connector.v1.Done.$Shape; hello?: null; spec?: null; configure?: null; check?: null; discover?: null; plan?: null; begin?: null; open?: null; credit?: null; ack?: null; stop?: null; publish?: null; forget?: null; release?: null; close?: null }|{ body?: "hello"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; hello: rapidbyte.connector.v1.Hello.$Shape; spec?: null; configure?: null; check?: null; discover?: null; plan?: null; begin?: null; open?: null; credit?: null; ack?: null; stop?: null; publish?: null; forget?: null; release?: null; close?: null }|{ body?: "spec"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; hello?: null; spec: rapidbyte.connector.v1.SpecRequest.$Shape; configure?: null; check?: null; discover?: null; plan?: null; begin?: null; open?: null; credit?: null; ack?: null; stop?: null; publish?: null; forget?: null; release?: null; close?: null }|{ body?: "configure"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; hello?: null; spec?: null; configure: rapidbyte.connector.v1.Configure.$Shape; check?: null; discover?: null; plan?: null; begin?: null; open?: null; credit?: null; ack?: null; stop?: null; publish?: null; forget?: null; release?: null; close?: null }|{ body?: "check"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; hello?: null; spec?: null; configure?: null; check: rapidbyte.connector.v1.CheckRequest.$Shape; discover?: null; plan?: null; begin?: null; open?: null; credit?: null; ack?: null; stop?: null; publish?: null; forget?: null; release?: null; close?: null }|{ body?: "discover"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; hello?: null; spec?: null; configure?: null; check?: null; discover: rapidbyte.connector.v1.DiscoverRequest.$Shape; plan?: null; begin?: null; open?: null; credit?: null; ack?: null; stop?: null; publish?: null; forget?: null; release?: null; close?: null }|{ body?: "plan"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; hello?: null; spec?: null; configure?: null; check?: null; discover?: null; plan: rapidbyte.connector.v1.PlanRequest.$Shape; begin?: null; open?: null; credit?: null; ack?: null; stop?: null; publish?: null; forget?: null; release?: null; close?: null }|{ body?: "begin"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; hello?: null; spec?: null; configure?: null; check?: null; discover?: null; plan?: null; begin: rapidbyte.connector.v1.BeginRequest.$Shape; open?: null; credit?: null; ack?: null; stop?: null; publish?: null; forget?: null; release?: null; close?: null }|{ body?: "open"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; hello?: null; spec?: null; configure?: null; check?: null; discover?: null; plan?: null; begin?: null; open: rapidbyte.connector.v1.OpenRequest.$Shape; credit?: null; ack?: null; stop?: null; publish?: null; forget?: null; release?: null; close?: null }|{ body?: "credit"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; hello?: null; spec?: null; configure?: null; check?: null; discover?: null; plan?: null; begin?: null; open?: null; credit: rapidbyte.connector.v1.Credit.$Shape; ack?: null; stop?: null; publish?: null; forget?: null; release?: null; close?: null }|{ body?: "ack"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; hello?: null; spec?: null; configure?: null; check?: null; discover?: null; plan?: null; begin?: null; open?: null; credit?: null; ack: rapidbyte.connector.v1.Ack.$Shape; stop?: null; publish?: null; forget?: null; release?: null; close?: null }|{ body?: "stop"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; hello?: null; spec?: null; configure?: null; check?: null; discover?: null; plan?: null; begin?: null; open?: null; credit?: null; ack?: null; stop: rapidbyte.connector.v1.Stop.$Shape; publish?: null; forget?: null; release?: null; close?: null }|{ body?: "publish"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; hello?: null; spec?: null; configure?: null; check?: null; discover?: null; plan?: null; begin?: null; open?: null; credit?: null; ack?: null; stop?: null; publish: rapidbyte.connector.v1.PublishRequest.$Shape; forget?: null; release?: null; close?: null }|{ body?: "forget"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; hello?: null; spec?: null; configure?: null; check?: null; discover?: null; plan?: null; begin?: null; open?: null; credit?: null; ack?: null; stop?: null; publish?: null; forget: rapidbyte.connector.v1.ForgetRequest.$Shape; release?: null; close?: null }|{ body?: "release"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; hello?: null; spec?: null; configure?: null; check?: null; discover?: null; plan?: null; begin?: null; open?: null; credit?: null; ack?: null; stop?: null; publish?: null; forget?: null; release: rapidbyte.connector.v1.Release.$Shape; close?: null }|{ body?: "close"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; hello?: null; spec?: null; configure?: null; check?: null; discover?: null; plan?: null; begin?: null; open?: null; credit?: null; ack?: null; stop?: null; publish?: null; forget?: null; release?: null; close: rapidbyte.connector.v1.Close.$Shape })
                );
            }
            interface IConnectorMessage extends rapidbyte.connector.v1.ConnectorMessage.$Properties {
            }
            class ConnectorMessage {
                constructor(properties?: rapidbyte.connector.v1.ConnectorMessage.$Properties);
                $unknowns?: Uint8Array[];
                batch?: (rapidbyte.connector.v1.Batch.$Properties|null);
                streamSchema?: (rapidbyte.connector.v1.StreamSchema.$Properties|null);
                checkpoint?: (rapidbyte.connector.v1.Checkpoint.$Properties|null);
                done?: (rapidbyte.connector.v1.Done.$Properties|null);
                welcome?: (rapidbyte.connector.v1.Welcome.$Properties|null);
                spec?: (rapidbyte.connector.v1.Spec.$Properties|null);
                configured?: (rapidbyte.connector.v1.Configured.$Properties|null);
                checked?: (rapidbyte.connector.v1.Checked.$Properties|null);
                discovered?: (rapidbyte.connector.v1.Discovered.$Properties|null);
                planned?: (rapidbyte.connector.v1.Planned.$Properties|null);
                begun?: (rapidbyte.connector.v1.Begun.$Properties|null);
                opened?: (rapidbyte.connector.v1.Opened.$Properties|null);
                credit?: (rapidbyte.connector.v1.Credit.$Properties|null);
                committed?: (rapidbyte.connector.v1.Committed.$Properties|null);
                published?: (rapidbyte.connector.v1.Published.$Properties|null);
                forgotten?: (rapidbyte.connector.v1.Forgotten.$Properties|null);
                released?: (rapidbyte.connector.v1.Released.$Properties|null);
                finished?: (rapidbyte.connector.v1.Finished.$Properties|null);
                stats?: (rapidbyte.connector.v1.Stats.$Properties|null);
                error?: (rapidbyte.connector.v1.Error.$Properties|null);
                body?: ("batch"|"streamSchema"|"checkpoint"|"done"|"welcome"|"spec"|"configured"|"checked"|"discovered"|"planned"|"begun"|"opened"|"credit"|"committed"|"published"|"forgotten"|"released"|"finished"|"stats"|"error");
                static encode(message: rapidbyte.connector.v1.ConnectorMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.ConnectorMessage & rapidbyte.connector.v1.ConnectorMessage.$Shape;
            }
            namespace ConnectorMessage {
                interface $Properties {
                    batch?: (rapidbyte.connector.v1.Batch.$Properties|null);
                    streamSchema?: (rapidbyte.connector.v1.StreamSchema.$Properties|null);
                    checkpoint?: (rapidbyte.connector.v1.Checkpoint.$Properties|null);
                    done?: (rapidbyte.connector.v1.Done.$Properties|null);
                    welcome?: (rapidbyte.connector.v1.Welcome.$Properties|null);
                    spec?: (rapidbyte.connector.v1.Spec.$Properties|null);
                    configured?: (rapidbyte.connector.v1.Configured.$Properties|null);
                    checked?: (rapidbyte.connector.v1.Checked.$Properties|null);
                    discovered?: (rapidbyte.connector.v1.Discovered.$Properties|null);
                    planned?: (rapidbyte.connector.v1.Planned.$Properties|null);
                    begun?: (rapidbyte.connector.v1.Begun.$Properties|null);
                    opened?: (rapidbyte.connector.v1.Opened.$Properties|null);
                    credit?: (rapidbyte.connector.v1.Credit.$Properties|null);
                    committed?: (rapidbyte.connector.v1.Committed.$Properties|null);
                    published?: (rapidbyte.connector.v1.Published.$Properties|null);
                    forgotten?: (rapidbyte.connector.v1.Forgotten.$Properties|null);
                    released?: (rapidbyte.connector.v1.Released.$Properties|null);
                    finished?: (rapidbyte.connector.v1.Finished.$Properties|null);
                    stats?: (rapidbyte.connector.v1.Stats.$Properties|null);
                    error?: (rapidbyte.connector.v1.Error.$Properties|null);
                    body?: ("batch"|"streamSchema"|"checkpoint"|"done"|"welcome"|"spec"|"configured"|"checked"|"discovered"|"planned"|"begun"|"opened"|"credit"|"committed"|"published"|"forgotten"|"released"|"finished"|"stats"|"error");
                    $unknowns?: Uint8Array[];
                }
                type $Shape = {
                  batch?: rapidbyte.connector.v1.Batch.$Shape|null;
                  streamSchema?: rapidbyte.connector.v1.StreamSchema.$Shape|null;
                  checkpoint?: rapidbyte.connector.v1.Checkpoint.$Shape|null;
                  done?: rapidbyte.connector.v1.Done.$Shape|null;
                  welcome?: rapidbyte.connector.v1.Welcome.$Shape|null;
                  spec?: rapidbyte.connector.v1.Spec.$Shape|null;
                  configured?: rapidbyte.connector.v1.Configured.$Shape|null;
                  checked?: rapidbyte.connector.v1.Checked.$Shape|null;
                  discovered?: rapidbyte.connector.v1.Discovered.$Shape|null;
                  planned?: rapidbyte.connector.v1.Planned.$Shape|null;
                  begun?: rapidbyte.connector.v1.Begun.$Shape|null;
                  opened?: rapidbyte.connector.v1.Opened.$Shape|null;
                  credit?: rapidbyte.connector.v1.Credit.$Shape|null;
                  committed?: rapidbyte.connector.v1.Committed.$Shape|null;
                  published?: rapidbyte.connector.v1.Published.$Shape|null;
                  forgotten?: rapidbyte.connector.v1.Forgotten.$Shape|null;
                  released?: rapidbyte.connector.v1.Released.$Shape|null;
                  finished?: rapidbyte.connector.v1.Finished.$Shape|null;
                  stats?: rapidbyte.connector.v1.Stats.$Shape|null;
                  error?: rapidbyte.connector.v1.Error.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ body?: undefined; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured?: null; checked?: null; discovered?: null; planned?: null; begun?: null; opened?: null; credit?: null; committed?: null; published?: null; forgotten?: null; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "batch"; batch: rapidbyte.connector.v1.Batch.$Shape; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured?: null; checked?: null; discovered?: null; planned?: null; begun?: null; opened?: null; credit?: null; committed?: null; published?: null; forgotten?: null; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "streamSchema"; batch?: null; streamSchema: rapidbyte.connector.v1.StreamSchema.$Shape; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured?: null; checked?: null; discovered?: null; planned?: null; begun?: null; opened?: null; credit?: null; committed?: null; published?: null; forgotten?: null; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "checkpoint"; batch?: null; streamSchema?: null; checkpoint: rapidbyte.connector.v1.Checkpoint.$Shape; done?: null; welcome?: null; spec?: null; configured?: null; checked?: null; discovered?: null; planned?: null; begun?: null; opened?: null; credit?: null; committed?: null; published?: null; forgotten?: null; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "done"; batch?: null; streamSchema?: null; checkpoint?: null; done: rapidbyte.connector.v1.Done.$Shape; welcome?: null; spec?: null; configured?: null; checked?: null; discovered?: null; planned?: null; begun?: null; opened?: null; credit?: null; committed?: null; published?: null; forgotten?: null; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "welcome"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome: rapidbyte.connector.v1.Welcome.$Shape; spec?: null; configured?: null; checked?: null; discovered?: null; planned?: null; begun?: null; opened?: null; credit?: null; committed?: null; published?: null; forgotten?: null; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "spec"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec: rapidbyte.connector.v1.Spec.$Shape; configured?: null; checked?: null; discovered?: null; planned?: null; begun?: null; opened?: null; credit?: null; committed?: null; published?: null; forgotten?: null; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "configured"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured: rapidbyte.connector.v1.Configured.$Shape; checked?: null; discovered?: null; planned?: null; begun?: null; opened?: null; credit?: null; committed?: null; published?: null; forgotten?: null; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "checked"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured?: null; checked: rapidbyte.connector.v1.Checked.$Shape; discovered?: null; planned?: null; begun?: null; opened?: null; credit?: null; committed?: null; published?: null; forgotten?: null; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "discovered"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured?: null; checked?: null; discovered: rapidbyte.connector.v1.Discovered.$Shape; planned?: null; begun?: null; opened?: null; credit?: null; committed?: null; published?: null; forgotten?: null; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "planned"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured?: null; checked?: null; discovered?: null; planned: rapidbyte.connector.v1.Planned.$Shape; begun?: null; opened?: null; credit?: null; committed?: null; published?: null; forgotten?: null; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "begun"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured?: null; checked?: null; discovered?: null; planned?: null; begun: rapidbyte.connector.v1.Begun.$Shape; opened?: null; credit?: null; committed?: null; published?: null; forgotten?: null; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "opened"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured?: null; checked?: null; discovered?: null; planned?: null; begun?: null; opened: rapidbyte.connector.v1.Opened.$Shape; credit?: null; committed?: null; published?: null; forgotten?: null; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "credit"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured?: null; checked?: null; discovered?: null; planned?: null; begun?: null; opened?: null; credit: rapidbyte.connector.v1.Credit.$Shape; committed?: null; published?: null; forgotten?: null; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "committed"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured?: null; checked?: null; discovered?: null; planned?: null; begun?: null; opened?: null; credit?: null; committed: rapidbyte.connector.v1.Committed.$Shape; published?: null; forgotten?: null; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "published"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured?: null; checked?: null; discovered?: null; planned?: null; begun?: null; opened?: null; credit?: null; committed?: null; published: rapidbyte.connector.v1.Published.$Shape; forgotten?: null; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "forgotten"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured?: null; checked?: null; discovered?: null; planned?: null; begun?: null; opened?: null; credit?: null; committed?: null; published?: null; forgotten: rapidbyte.connector.v1.Forgotten.$Shape; released?: null; finished?: null; stats?: null; error?: null }|{ body?: "released"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured?: null; checked?: null; discovered?: null; planned?: null; begun?: null; opened?: null; credit?: null; committed?: null; published?: null; forgotten?: null; released: rapidbyte.connector.v1.Released.$Shape; finished?: null; stats?: null; error?: null }|{ body?: "finished"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured?: null; checked?: null; discovered?: null; planned?: null; begun?: null; opened?: null; credit?: null; committed?: null; published?: null; forgotten?: null; released?: null; finished: rapidbyte.connector.v1.Finished.$Shape; stats?: null; error?: null }|{ body?: "stats"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured?: null; checked?: null; discovered?: null; planned?: null; begun?: null; opened?: null; credit?: null; committed?: null; published?: null; forgotten?: null; released?: null; finished?: null; stats: rapidbyte.connector.v1.Stats.$Shape; error?: null }|{ body?: "error"; batch?: null; streamSchema?: null; checkpoint?: null; done?: null; welcome?: null; spec?: null; configured?: null; checked?: null; discovered?: null; planned?: null; begun?: null; opened?: null; credit?: null; committed?: null; published?: null; forgotten?: null; released?: null; finished?: null; stats?: null; error: rapidbyte.connector.v1.Error.$Shape })
                );
            }
            interface IBatch extends rapidbyte.connector.v1.Batch.$Properties {
            }
            class Batch {
                constructor(properties?: rapidbyte.connector.v1.Batch.$Properties);
                $unknowns?: Uint8Array[];
                header?: (rapidbyte.connector.v1.BatchHeader.$Properties|null);
                arrowIpc: Uint8Array;
                static encode(message: rapidbyte.connector.v1.Batch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Batch & rapidbyte.connector.v1.Batch.$Shape;
            }
            namespace Batch {
                interface $Properties {
                    header?: (rapidbyte.connector.v1.BatchHeader.$Properties|null);
                    arrowIpc?: (Uint8Array|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Batch.$Properties;
            }
            interface IBatchHeader extends rapidbyte.connector.v1.BatchHeader.$Properties {
            }
            class BatchHeader {
                constructor(properties?: rapidbyte.connector.v1.BatchHeader.$Properties);
                $unknowns?: Uint8Array[];
                session: number;
                streamIndex: number;
                sequence: number;
                schemaEpoch: number;
                rows: number;
                bytes: number;
                static encode(message: rapidbyte.connector.v1.BatchHeader.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.BatchHeader & rapidbyte.connector.v1.BatchHeader.$Shape;
            }
            namespace BatchHeader {
                interface $Properties {
                    session?: (number|null);
                    streamIndex?: (number|null);
                    sequence?: (number|null);
                    schemaEpoch?: (number|null);
                    rows?: (number|null);
                    bytes?: (number|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.BatchHeader.$Properties;
            }
            interface IStreamSchema extends rapidbyte.connector.v1.StreamSchema.$Properties {
            }
            class StreamSchema {
                constructor(properties?: rapidbyte.connector.v1.StreamSchema.$Properties);
                $unknowns?: Uint8Array[];
                session: number;
                streamIndex: number;
                schemaEpoch: number;
                arrowSchema: Uint8Array;
                static encode(message: rapidbyte.connector.v1.StreamSchema.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.StreamSchema & rapidbyte.connector.v1.StreamSchema.$Shape;
            }
            namespace StreamSchema {
                interface $Properties {
                    session?: (number|null);
                    streamIndex?: (number|null);
                    schemaEpoch?: (number|null);
                    arrowSchema?: (Uint8Array|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.StreamSchema.$Properties;
            }
            interface ICheckpoint extends rapidbyte.connector.v1.Checkpoint.$Properties {
            }
            class Checkpoint {
                constructor(properties?: rapidbyte.connector.v1.Checkpoint.$Properties);
                $unknowns?: Uint8Array[];
                session: number;
                checkpointId: number;
                positions: rapidbyte.connector.v1.StreamPosition.$Properties[];
                rows: number;
                bytes: number;
                idle: boolean;
                head?: (rapidbyte.connector.v1.Position.$Properties|null);
                static encode(message: rapidbyte.connector.v1.Checkpoint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Checkpoint & rapidbyte.connector.v1.Checkpoint.$Shape;
            }
            namespace Checkpoint {
                interface $Properties {
                    session?: (number|null);
                    checkpointId?: (number|null);
                    positions?: (rapidbyte.connector.v1.StreamPosition.$Properties[]|null);
                    rows?: (number|null);
                    bytes?: (number|null);
                    idle?: (boolean|null);
                    head?: (rapidbyte.connector.v1.Position.$Properties|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Checkpoint.$Properties;
            }
            interface IDone extends rapidbyte.connector.v1.Done.$Properties {
            }
            class Done {
                constructor(properties?: rapidbyte.connector.v1.Done.$Properties);
                $unknowns?: Uint8Array[];
                session: number;
                rows: number;
                bytes: number;
                stopped: boolean;
                static encode(message: rapidbyte.connector.v1.Done.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Done & rapidbyte.connector.v1.Done.$Shape;
            }
            namespace Done {
                interface $Properties {
                    session?: (number|null);
                    rows?: (number|null);
                    bytes?: (number|null);
                    stopped?: (boolean|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Done.$Properties;
            }
            interface ICommitted extends rapidbyte.connector.v1.Committed.$Properties {
            }
            class Committed {
                constructor(properties?: rapidbyte.connector.v1.Committed.$Properties);
                $unknowns?: Uint8Array[];
                session: number;
                checkpointId: number;
                receipt?: (rapidbyte.connector.v1.Receipt.$Properties|null);
                rows: number;
                bytes: number;
                static encode(message: rapidbyte.connector.v1.Committed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Committed & rapidbyte.connector.v1.Committed.$Shape;
            }
            namespace Committed {
                interface $Properties {
                    session?: (number|null);
                    checkpointId?: (number|null);
                    receipt?: (rapidbyte.connector.v1.Receipt.$Properties|null);
                    rows?: (number|null);
                    bytes?: (number|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Committed.$Properties;
            }
            interface IFinished extends rapidbyte.connector.v1.Finished.$Properties {
            }
            class Finished {
                constructor(properties?: rapidbyte.connector.v1.Finished.$Properties);
                $unknowns?: Uint8Array[];
                session: number;
                rows: number;
                bytes: number;
                static encode(message: rapidbyte.connector.v1.Finished.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Finished & rapidbyte.connector.v1.Finished.$Shape;
            }
            namespace Finished {
                interface $Properties {
                    session?: (number|null);
                    rows?: (number|null);
                    bytes?: (number|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Finished.$Properties;
            }
            interface ICredit extends rapidbyte.connector.v1.Credit.$Properties {
            }
            class Credit {
                constructor(properties?: rapidbyte.connector.v1.Credit.$Properties);
                $unknowns?: Uint8Array[];
                session: number;
                bytes: number;
                static encode(message: rapidbyte.connector.v1.Credit.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Credit & rapidbyte.connector.v1.Credit.$Shape;
            }
            namespace Credit {
                interface $Properties {
                    session?: (number|null);
                    bytes?: (number|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Credit.$Properties;
            }
            interface IAck extends rapidbyte.connector.v1.Ack.$Properties {
            }
            class Ack {
                constructor(properties?: rapidbyte.connector.v1.Ack.$Properties);
                $unknowns?: Uint8Array[];
                session: number;
                checkpointId: number;
                positions: rapidbyte.connector.v1.StreamPosition.$Properties[];
                static encode(message: rapidbyte.connector.v1.Ack.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Ack & rapidbyte.connector.v1.Ack.$Shape;
            }
            namespace Ack {
                interface $Properties {
                    session?: (number|null);
                    checkpointId?: (number|null);
                    positions?: (rapidbyte.connector.v1.StreamPosition.$Properties[]|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Ack.$Properties;
            }
            interface IHello extends rapidbyte.connector.v1.Hello.$Properties {
            }
            class Hello {
                constructor(properties?: rapidbyte.connector.v1.Hello.$Properties);
                $unknowns?: Uint8Array[];
                minVersion: number;
                maxVersion: number;
                host?: (rapidbyte.connector.v1.Identity.$Properties|null);
                limits?: (rapidbyte.connector.v1.Limits.$Properties|null);
                capabilities: string[];
                static encode(message: rapidbyte.connector.v1.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Hello & rapidbyte.connector.v1.Hello.$Shape;
            }
            namespace Hello {
                interface $Properties {
                    minVersion?: (number|null);
                    maxVersion?: (number|null);
                    host?: (rapidbyte.connector.v1.Identity.$Properties|null);
                    limits?: (rapidbyte.connector.v1.Limits.$Properties|null);
                    capabilities?: (string[]|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Hello.$Properties;
            }
            interface IWelcome extends rapidbyte.connector.v1.Welcome.$Properties {
            }
            class Welcome {
                constructor(properties?: rapidbyte.connector.v1.Welcome.$Properties);
                $unknowns?: Uint8Array[];
                version: number;
                connector?: (rapidbyte.connector.v1.Identity.$Properties|null);
                roles: rapidbyte.connector.v1.Role[];
                capabilities: string[];
                knobs: rapidbyte.connector.v1.Knob.$Properties[];
                limits?: (rapidbyte.connector.v1.Limits.$Properties|null);
                maxOpenUnits: number;
                static encode(message: rapidbyte.connector.v1.Welcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Welcome & rapidbyte.connector.v1.Welcome.$Shape;
            }
            namespace Welcome {
                interface $Properties {
                    version?: (number|null);
                    connector?: (rapidbyte.connector.v1.Identity.$Properties|null);
                    roles?: (rapidbyte.connector.v1.Role[]|null);
                    capabilities?: (string[]|null);
                    knobs?: (rapidbyte.connector.v1.Knob.$Properties[]|null);
                    limits?: (rapidbyte.connector.v1.Limits.$Properties|null);
                    maxOpenUnits?: (number|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = {
                  version?: number|null;
                  connector?: rapidbyte.connector.v1.Identity.$Shape|null;
                  roles?: rapidbyte.connector.v1.Role[]|null;
                  capabilities?: string[]|null;
                  knobs?: rapidbyte.connector.v1.Knob.$Shape[]|null;
                  limits?: rapidbyte.connector.v1.Limits.$Shape|null;
                  maxOpenUnits?: number|null;
                  $unknowns?: Uint8Array[];
                };
            }
            interface IIdentity extends rapidbyte.connector.v1.Identity.$Properties {
            }
            class Identity {
                constructor(properties?: rapidbyte.connector.v1.Identity.$Properties);
                $unknowns?: Uint8Array[];
                name: string;
                version: string;
                vendor: string;
                static encode(message: rapidbyte.connector.v1.Identity.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Identity & rapidbyte.connector.v1.Identity.$Shape;
            }
            namespace Identity {
                interface $Properties {
                    name?: (string|null);
                    version?: (string|null);
                    vendor?: (string|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Identity.$Properties;
            }
            interface ILimits extends rapidbyte.connector.v1.Limits.$Properties {
            }
            class Limits {
                constructor(properties?: rapidbyte.connector.v1.Limits.$Properties);
                $unknowns?: Uint8Array[];
                maxFrameBytes: number;
                static encode(message: rapidbyte.connector.v1.Limits.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Limits & rapidbyte.connector.v1.Limits.$Shape;
            }
            namespace Limits {
                interface $Properties {
                    maxFrameBytes?: (number|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Limits.$Properties;
            }
            enum Role {
                ROLE_UNSPECIFIED = 0,
                ROLE_SOURCE = 1,
                ROLE_DESTINATION = 2,
                ROLE_TRANSFORM = 3
            }
            interface IKnob extends rapidbyte.connector.v1.Knob.$Properties {
            }
            class Knob {
                constructor(properties?: rapidbyte.connector.v1.Knob.$Properties);
                $unknowns?: Uint8Array[];
                name: string;
                description: string;
                kind: rapidbyte.connector.v1.KnobKind;
                defaultValue?: (rapidbyte.connector.v1.Value.$Properties|null);
                min: number;
                max: number;
                candidates: rapidbyte.connector.v1.Value.$Properties[];
                prerequisites: string;
                unit: string;
                takesEffect: rapidbyte.connector.v1.KnobEffect;
                static encode(message: rapidbyte.connector.v1.Knob.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Knob & rapidbyte.connector.v1.Knob.$Shape;
            }
            namespace Knob {
                interface $Properties {
                    name?: (string|null);
                    description?: (string|null);
                    kind?: (rapidbyte.connector.v1.KnobKind|null);
                    defaultValue?: (rapidbyte.connector.v1.Value.$Properties|null);
                    min?: (number|null);
                    max?: (number|null);
                    candidates?: (rapidbyte.connector.v1.Value.$Properties[]|null);
                    prerequisites?: (string|null);
                    unit?: (string|null);
                    takesEffect?: (rapidbyte.connector.v1.KnobEffect|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = {
                  name?: string|null;
                  description?: string|null;
                  kind?: rapidbyte.connector.v1.KnobKind|null;
                  defaultValue?: rapidbyte.connector.v1.Value.$Shape|null;
                  min?: number|null;
                  max?: number|null;
                  candidates?: rapidbyte.connector.v1.Value.$Shape[]|null;
                  prerequisites?: string|null;
                  unit?: string|null;
                  takesEffect?: rapidbyte.connector.v1.KnobEffect|null;
                  $unknowns?: Uint8Array[];
                };
            }
            enum KnobEffect {
                KNOB_EFFECT_UNSPECIFIED = 0,
                KNOB_EFFECT_OPEN = 1,
                KNOB_EFFECT_PLAN = 2
            }
            enum KnobKind {
                KNOB_KIND_UNSPECIFIED = 0,
                KNOB_KIND_INTEGER = 1,
                KNOB_KIND_BYTES = 2,
                KNOB_KIND_CHOICE = 3,
                KNOB_KIND_BOOLEAN = 4
            }
            interface IValue extends rapidbyte.connector.v1.Value.$Properties {
            }
            class Value {
                constructor(properties?: rapidbyte.connector.v1.Value.$Properties);
                $unknowns?: Uint8Array[];
                integer?: (number|null);
                number?: (number|null);
                text?: (string|null);
                boolean?: (boolean|null);
                kind?: ("integer"|"number"|"text"|"boolean");
                static encode(message: rapidbyte.connector.v1.Value.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Value & rapidbyte.connector.v1.Value.$Shape;
            }
            namespace Value {
                interface $Properties {
                    integer?: (number|null);
                    number?: (number|null);
                    text?: (string|null);
                    boolean?: (boolean|null);
                    kind?: ("integer"|"number"|"text"|"boolean");
                    $unknowns?: Uint8Array[];
                }
                type $Shape = {
                  integer?: number|null;
                  number?: number|null;
                  text?: string|null;
                  boolean?: boolean|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ kind?: undefined; integer?: null; number?: null; text?: null; boolean?: null }|{ kind?: "integer"; integer: number; number?: null; text?: null; boolean?: null }|{ kind?: "number"; integer?: null; number: number; text?: null; boolean?: null }|{ kind?: "text"; integer?: null; number?: null; text: string; boolean?: null }|{ kind?: "boolean"; integer?: null; number?: null; text?: null; boolean: boolean })
                );
            }
            interface ISetting extends rapidbyte.connector.v1.Setting.$Properties {
            }
            class Setting {
                constructor(properties?: rapidbyte.connector.v1.Setting.$Properties);
                $unknowns?: Uint8Array[];
                knob: string;
                value?: (rapidbyte.connector.v1.Value.$Properties|null);
                provenance: rapidbyte.connector.v1.Provenance;
                reason: string;
                static encode(message: rapidbyte.connector.v1.Setting.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Setting & rapidbyte.connector.v1.Setting.$Shape;
            }
            namespace Setting {
                interface $Properties {
                    knob?: (string|null);
                    value?: (rapidbyte.connector.v1.Value.$Properties|null);
                    provenance?: (rapidbyte.connector.v1.Provenance|null);
                    reason?: (string|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = {
                  knob?: string|null;
                  value?: rapidbyte.connector.v1.Value.$Shape|null;
                  provenance?: rapidbyte.connector.v1.Provenance|null;
                  reason?: string|null;
                  $unknowns?: Uint8Array[];
                };
            }
            enum Provenance {
                PROVENANCE_UNSPECIFIED = 0,
                PROVENANCE_PIN = 1,
                PROVENANCE_AUTOTUNE = 2,
                PROVENANCE_ENVIRONMENT = 3,
                PROVENANCE_DEFAULT = 4
            }
            interface ISpecRequest extends rapidbyte.connector.v1.SpecRequest.$Properties {
            }
            class SpecRequest {
                constructor(properties?: rapidbyte.connector.v1.SpecRequest.$Properties);
                $unknowns?: Uint8Array[];
                role: rapidbyte.connector.v1.Role;
                static encode(message: rapidbyte.connector.v1.SpecRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.SpecRequest & rapidbyte.connector.v1.SpecRequest.$Shape;
            }
            namespace SpecRequest {
                interface $Properties {
                    role?: (rapidbyte.connector.v1.Role|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.SpecRequest.$Properties;
            }
            interface ISpec extends rapidbyte.connector.v1.Spec.$Properties {
            }
            class Spec {
                constructor(properties?: rapidbyte.connector.v1.Spec.$Properties);
                $unknowns?: Uint8Array[];
                configSchema: string;
                documentationUrl: string;
                syncModes: rapidbyte.connector.v1.SyncMode[];
                writeModes: rapidbyte.connector.v1.WriteMode[];
                static encode(message: rapidbyte.connector.v1.Spec.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Spec & rapidbyte.connector.v1.Spec.$Shape;
            }
            namespace Spec {
                interface $Properties {
                    configSchema?: (string|null);
                    documentationUrl?: (string|null);
                    syncModes?: (rapidbyte.connector.v1.SyncMode[]|null);
                    writeModes?: (rapidbyte.connector.v1.WriteMode[]|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Spec.$Properties;
            }
            interface IConfigure extends rapidbyte.connector.v1.Configure.$Properties {
            }
            class Configure {
                constructor(properties?: rapidbyte.connector.v1.Configure.$Properties);
                $unknowns?: Uint8Array[];
                role: rapidbyte.connector.v1.Role;
                config: string;
                pipeline: string;
                memoryLimitBytes: number;
                static encode(message: rapidbyte.connector.v1.Configure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Configure & rapidbyte.connector.v1.Configure.$Shape;
            }
            namespace Configure {
                interface $Properties {
                    role?: (rapidbyte.connector.v1.Role|null);
                    config?: (string|null);
                    pipeline?: (string|null);
                    memoryLimitBytes?: (number|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Configure.$Properties;
            }
            interface IConfigured extends rapidbyte.connector.v1.Configured.$Properties {
            }
            class Configured {
                constructor(properties?: rapidbyte.connector.v1.Configured.$Properties);
                $unknowns?: Uint8Array[];
                problems: rapidbyte.connector.v1.Problem.$Properties[];
                static encode(message: rapidbyte.connector.v1.Configured.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Configured & rapidbyte.connector.v1.Configured.$Shape;
            }
            namespace Configured {
                interface $Properties {
                    problems?: (rapidbyte.connector.v1.Problem.$Properties[]|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Configured.$Properties;
            }
            interface IProblem extends rapidbyte.connector.v1.Problem.$Properties {
            }
            class Problem {
                constructor(properties?: rapidbyte.connector.v1.Problem.$Properties);
                $unknowns?: Uint8Array[];
                severity: rapidbyte.connector.v1.Severity;
                category: rapidbyte.connector.v1.ErrorCategory;
                code: string;
                message: string;
                path: string;
                hint: string;
                stream?: (rapidbyte.connector.v1.StreamName.$Properties|null);
                column: string;
                static encode(message: rapidbyte.connector.v1.Problem.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Problem & rapidbyte.connector.v1.Problem.$Shape;
            }
            namespace Problem {
                interface $Properties {
                    severity?: (rapidbyte.connector.v1.Severity|null);
                    category?: (rapidbyte.connector.v1.ErrorCategory|null);
                    code?: (string|null);
                    message?: (string|null);
                    path?: (string|null);
                    hint?: (string|null);
                    stream?: (rapidbyte.connector.v1.StreamName.$Properties|null);
                    column?: (string|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Problem.$Properties;
            }
            enum Severity {
                SEVERITY_UNSPECIFIED = 0,
                SEVERITY_ERROR = 1,
                SEVERITY_WARNING = 2
            }
            interface ICheckRequest extends rapidbyte.connector.v1.CheckRequest.$Properties {
            }
            class CheckRequest {
                constructor(properties?: rapidbyte.connector.v1.CheckRequest.$Properties);
                $unknowns?: Uint8Array[];
                streams: rapidbyte.connector.v1.StreamOffer.$Properties[];
                static encode(message: rapidbyte.connector.v1.CheckRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.CheckRequest & rapidbyte.connector.v1.CheckRequest.$Shape;
            }
            namespace CheckRequest {
                interface $Properties {
                    streams?: (rapidbyte.connector.v1.StreamOffer.$Properties[]|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.CheckRequest.$Properties;
            }
            interface IStreamOffer extends rapidbyte.connector.v1.StreamOffer.$Properties {
            }
            class StreamOffer {
                constructor(properties?: rapidbyte.connector.v1.StreamOffer.$Properties);
                $unknowns?: Uint8Array[];
                spec?: (rapidbyte.connector.v1.StreamSpec.$Properties|null);
                variants: rapidbyte.connector.v1.SchemaVariant.$Properties[];
                static encode(message: rapidbyte.connector.v1.StreamOffer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.StreamOffer & rapidbyte.connector.v1.StreamOffer.$Shape;
            }
            namespace StreamOffer {
                interface $Properties {
                    spec?: (rapidbyte.connector.v1.StreamSpec.$Properties|null);
                    variants?: (rapidbyte.connector.v1.SchemaVariant.$Properties[]|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.StreamOffer.$Properties;
            }
            interface ISchemaVariant extends rapidbyte.connector.v1.SchemaVariant.$Properties {
            }
            class SchemaVariant {
                constructor(properties?: rapidbyte.connector.v1.SchemaVariant.$Properties);
                $unknowns?: Uint8Array[];
                encoding: string;
                arrowSchema: Uint8Array;
                static encode(message: rapidbyte.connector.v1.SchemaVariant.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.SchemaVariant & rapidbyte.connector.v1.SchemaVariant.$Shape;
            }
            namespace SchemaVariant {
                interface $Properties {
                    encoding?: (string|null);
                    arrowSchema?: (Uint8Array|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.SchemaVariant.$Properties;
            }
            interface IChecked extends rapidbyte.connector.v1.Checked.$Properties {
            }
            class Checked {
                constructor(properties?: rapidbyte.connector.v1.Checked.$Properties);
                $unknowns?: Uint8Array[];
                problems: rapidbyte.connector.v1.Problem.$Properties[];
                streams: rapidbyte.connector.v1.StreamAnswer.$Properties[];
                system: string;
                connections?: (rapidbyte.connector.v1.ConnectionBudget.$Properties|null);
                static encode(message: rapidbyte.connector.v1.Checked.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Checked & rapidbyte.connector.v1.Checked.$Shape;
            }
            namespace Checked {
                interface $Properties {
                    problems?: (rapidbyte.connector.v1.Problem.$Properties[]|null);
                    streams?: (rapidbyte.connector.v1.StreamAnswer.$Properties[]|null);
                    system?: (string|null);
                    connections?: (rapidbyte.connector.v1.ConnectionBudget.$Properties|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Checked.$Properties;
            }
            interface IConnectionBudget extends rapidbyte.connector.v1.ConnectionBudget.$Properties {
            }
            class ConnectionBudget {
                constructor(properties?: rapidbyte.connector.v1.ConnectionBudget.$Properties);
                $unknowns?: Uint8Array[];
                spare: number;
                perProcess: number;
                perSession: number;
                static encode(message: rapidbyte.connector.v1.ConnectionBudget.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.ConnectionBudget & rapidbyte.connector.v1.ConnectionBudget.$Shape;
            }
            namespace ConnectionBudget {
                interface $Properties {
                    spare?: (number|null);
                    perProcess?: (number|null);
                    perSession?: (number|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.ConnectionBudget.$Properties;
            }
            interface IStreamAnswer extends rapidbyte.connector.v1.StreamAnswer.$Properties {
            }
            class StreamAnswer {
                constructor(properties?: rapidbyte.connector.v1.StreamAnswer.$Properties);
                $unknowns?: Uint8Array[];
                arrowSchema: Uint8Array;
                guarantee: rapidbyte.connector.v1.Guarantee;
                guaranteeReason: string;
                target: string;
                static encode(message: rapidbyte.connector.v1.StreamAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.StreamAnswer & rapidbyte.connector.v1.StreamAnswer.$Shape;
            }
            namespace StreamAnswer {
                interface $Properties {
                    arrowSchema?: (Uint8Array|null);
                    guarantee?: (rapidbyte.connector.v1.Guarantee|null);
                    guaranteeReason?: (string|null);
                    target?: (string|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.StreamAnswer.$Properties;
            }
            enum Guarantee {
                GUARANTEE_UNSPECIFIED = 0,
                GUARANTEE_AT_LEAST_ONCE = 1,
                GUARANTEE_IDEMPOTENT_BY_KEY = 2,
                GUARANTEE_EXACTLY_ONCE = 3
            }
            interface IStreamName extends rapidbyte.connector.v1.StreamName.$Properties {
            }
            class StreamName {
                constructor(properties?: rapidbyte.connector.v1.StreamName.$Properties);
                $unknowns?: Uint8Array[];
                namespace: string;
                name: string;
                static encode(message: rapidbyte.connector.v1.StreamName.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.StreamName & rapidbyte.connector.v1.StreamName.$Shape;
            }
            namespace StreamName {
                interface $Properties {
                    namespace?: (string|null);
                    name?: (string|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.StreamName.$Properties;
            }
            enum SyncMode {
                SYNC_MODE_UNSPECIFIED = 0,
                SYNC_MODE_FULL_REFRESH = 1,
                SYNC_MODE_INCREMENTAL = 2
            }
            enum WriteMode {
                WRITE_MODE_UNSPECIFIED = 0,
                WRITE_MODE_APPEND = 1,
                WRITE_MODE_REPLACE = 2,
                WRITE_MODE_UPSERT = 3
            }
            interface IColumn extends rapidbyte.connector.v1.Column.$Properties {
            }
            class Column {
                constructor(properties?: rapidbyte.connector.v1.Column.$Properties);
                $unknowns?: Uint8Array[];
                name: string;
                nativeType: string;
                nullable: boolean;
                nativeDefinition: string;
                static encode(message: rapidbyte.connector.v1.Column.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Column & rapidbyte.connector.v1.Column.$Shape;
            }
            namespace Column {
                interface $Properties {
                    name?: (string|null);
                    nativeType?: (string|null);
                    nullable?: (boolean|null);
                    nativeDefinition?: (string|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Column.$Properties;
            }
            interface IEstimate extends rapidbyte.connector.v1.Estimate.$Properties {
            }
            class Estimate {
                constructor(properties?: rapidbyte.connector.v1.Estimate.$Properties);
                $unknowns?: Uint8Array[];
                rows: number;
                bytes: number;
                static encode(message: rapidbyte.connector.v1.Estimate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Estimate & rapidbyte.connector.v1.Estimate.$Shape;
            }
            namespace Estimate {
                interface $Properties {
                    rows?: (number|null);
                    bytes?: (number|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Estimate.$Properties;
            }
            interface IDiscoverRequest extends rapidbyte.connector.v1.DiscoverRequest.$Properties {
            }
            class DiscoverRequest {
                constructor(properties?: rapidbyte.connector.v1.DiscoverRequest.$Properties);
                $unknowns?: Uint8Array[];
                streams: rapidbyte.connector.v1.StreamRequest.$Properties[];
                namesOnly: boolean;
                static encode(message: rapidbyte.connector.v1.DiscoverRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.DiscoverRequest & rapidbyte.connector.v1.DiscoverRequest.$Shape;
            }
            namespace DiscoverRequest {
                interface $Properties {
                    streams?: (rapidbyte.connector.v1.StreamRequest.$Properties[]|null);
                    namesOnly?: (boolean|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.DiscoverRequest.$Properties;
            }
            interface IStreamRequest extends rapidbyte.connector.v1.StreamRequest.$Properties {
            }
            class StreamRequest {
                constructor(properties?: rapidbyte.connector.v1.StreamRequest.$Properties);
                $unknowns?: Uint8Array[];
                name?: (rapidbyte.connector.v1.StreamName.$Properties|null);
                columns: string[];
                cursorColumn: string;
                tieBreakerColumn: string;
                nullCursor: rapidbyte.connector.v1.NullCursor;
                lookBack: string;
                static encode(message: rapidbyte.connector.v1.StreamRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.StreamRequest & rapidbyte.connector.v1.StreamRequest.$Shape;
            }
            namespace StreamRequest {
                interface $Properties {
                    name?: (rapidbyte.connector.v1.StreamName.$Properties|null);
                    columns?: (string[]|null);
                    cursorColumn?: (string|null);
                    tieBreakerColumn?: (string|null);
                    nullCursor?: (rapidbyte.connector.v1.NullCursor|null);
                    lookBack?: (string|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.StreamRequest.$Properties;
            }
            enum NullCursor {
                NULL_CURSOR_UNSPECIFIED = 0,
                NULL_CURSOR_REFUSE = 1,
                NULL_CURSOR_INCLUDE = 2
            }
            interface IDiscovered extends rapidbyte.connector.v1.Discovered.$Properties {
            }
            class Discovered {
                constructor(properties?: rapidbyte.connector.v1.Discovered.$Properties);
                $unknowns?: Uint8Array[];
                streams: rapidbyte.connector.v1.DiscoveredStream.$Properties[];
                last: boolean;
                static encode(message: rapidbyte.connector.v1.Discovered.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Discovered & rapidbyte.connector.v1.Discovered.$Shape;
            }
            namespace Discovered {
                interface $Properties {
                    streams?: (rapidbyte.connector.v1.DiscoveredStream.$Properties[]|null);
                    last?: (boolean|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Discovered.$Properties;
            }
            interface IDiscoveredStream extends rapidbyte.connector.v1.DiscoveredStream.$Properties {
            }
            class DiscoveredStream {
                constructor(properties?: rapidbyte.connector.v1.DiscoveredStream.$Properties);
                $unknowns?: Uint8Array[];
                name?: (rapidbyte.connector.v1.StreamName.$Properties|null);
                kind: string;
                columns: rapidbyte.connector.v1.Column.$Properties[];
                primaryKey: string[];
                variants: rapidbyte.connector.v1.SchemaVariant.$Properties[];
                estimate?: (rapidbyte.connector.v1.Estimate.$Properties|null);
                syncModes: rapidbyte.connector.v1.SyncMode[];
                problems: rapidbyte.connector.v1.Problem.$Properties[];
                static encode(message: rapidbyte.connector.v1.DiscoveredStream.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.DiscoveredStream & rapidbyte.connector.v1.DiscoveredStream.$Shape;
            }
            namespace DiscoveredStream {
                interface $Properties {
                    name?: (rapidbyte.connector.v1.StreamName.$Properties|null);
                    kind?: (string|null);
                    columns?: (rapidbyte.connector.v1.Column.$Properties[]|null);
                    primaryKey?: (string[]|null);
                    variants?: (rapidbyte.connector.v1.SchemaVariant.$Properties[]|null);
                    estimate?: (rapidbyte.connector.v1.Estimate.$Properties|null);
                    syncModes?: (rapidbyte.connector.v1.SyncMode[]|null);
                    problems?: (rapidbyte.connector.v1.Problem.$Properties[]|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.DiscoveredStream.$Properties;
            }
            interface IStreamSpec extends rapidbyte.connector.v1.StreamSpec.$Properties {
            }
            class StreamSpec {
                constructor(properties?: rapidbyte.connector.v1.StreamSpec.$Properties);
                $unknowns?: Uint8Array[];
                name?: (rapidbyte.connector.v1.StreamName.$Properties|null);
                syncMode: rapidbyte.connector.v1.SyncMode;
                writeMode: rapidbyte.connector.v1.WriteMode;
                columns: rapidbyte.connector.v1.Column.$Properties[];
                key: string[];
                cursorColumn: string;
                tieBreakerColumn: string;
                arrowSchema: Uint8Array;
                estimate?: (rapidbyte.connector.v1.Estimate.$Properties|null);
                partitionKey: string;
                nullCursor: rapidbyte.connector.v1.NullCursor;
                lookBack: string;
                static encode(message: rapidbyte.connector.v1.StreamSpec.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.StreamSpec & rapidbyte.connector.v1.StreamSpec.$Shape;
            }
            namespace StreamSpec {
                interface $Properties {
                    name?: (rapidbyte.connector.v1.StreamName.$Properties|null);
                    syncMode?: (rapidbyte.connector.v1.SyncMode|null);
                    writeMode?: (rapidbyte.connector.v1.WriteMode|null);
                    columns?: (rapidbyte.connector.v1.Column.$Properties[]|null);
                    key?: (string[]|null);
                    cursorColumn?: (string|null);
                    tieBreakerColumn?: (string|null);
                    arrowSchema?: (Uint8Array|null);
                    estimate?: (rapidbyte.connector.v1.Estimate.$Properties|null);
                    partitionKey?: (string|null);
                    nullCursor?: (rapidbyte.connector.v1.NullCursor|null);
                    lookBack?: (string|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.StreamSpec.$Properties;
            }
            interface IPosition extends rapidbyte.connector.v1.Position.$Properties {
            }
            class Position {
                constructor(properties?: rapidbyte.connector.v1.Position.$Properties);
                $unknowns?: Uint8Array[];
                order: Uint8Array;
                incarnation: Uint8Array;
                static encode(message: rapidbyte.connector.v1.Position.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Position & rapidbyte.connector.v1.Position.$Shape;
            }
            namespace Position {
                interface $Properties {
                    order?: (Uint8Array|null);
                    incarnation?: (Uint8Array|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Position.$Properties;
            }
            interface IStreamPosition extends rapidbyte.connector.v1.StreamPosition.$Properties {
            }
            class StreamPosition {
                constructor(properties?: rapidbyte.connector.v1.StreamPosition.$Properties);
                $unknowns?: Uint8Array[];
                streamIndex: number;
                position?: (rapidbyte.connector.v1.Position.$Properties|null);
                static encode(message: rapidbyte.connector.v1.StreamPosition.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.StreamPosition & rapidbyte.connector.v1.StreamPosition.$Shape;
            }
            namespace StreamPosition {
                interface $Properties {
                    streamIndex?: (number|null);
                    position?: (rapidbyte.connector.v1.Position.$Properties|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.StreamPosition.$Properties;
            }
            interface IPlanRequest extends rapidbyte.connector.v1.PlanRequest.$Properties {
            }
            class PlanRequest {
                constructor(properties?: rapidbyte.connector.v1.PlanRequest.$Properties);
                $unknowns?: Uint8Array[];
                streams: rapidbyte.connector.v1.StreamSpec.$Properties[];
                overrides: rapidbyte.connector.v1.Setting.$Properties[];
                targetUnitBytes: number;
                done: rapidbyte.connector.v1.UnitId.$Properties[];
                loadId: string;
                effectiveParallelism: number;
                resume: rapidbyte.connector.v1.StreamPosition.$Properties[];
                static encode(message: rapidbyte.connector.v1.PlanRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.PlanRequest & rapidbyte.connector.v1.PlanRequest.$Shape;
            }
            namespace PlanRequest {
                interface $Properties {
                    streams?: (rapidbyte.connector.v1.StreamSpec.$Properties[]|null);
                    overrides?: (rapidbyte.connector.v1.Setting.$Properties[]|null);
                    targetUnitBytes?: (number|null);
                    done?: (rapidbyte.connector.v1.UnitId.$Properties[]|null);
                    loadId?: (string|null);
                    effectiveParallelism?: (number|null);
                    resume?: (rapidbyte.connector.v1.StreamPosition.$Properties[]|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = {
                  streams?: rapidbyte.connector.v1.StreamSpec.$Shape[]|null;
                  overrides?: rapidbyte.connector.v1.Setting.$Shape[]|null;
                  targetUnitBytes?: number|null;
                  done?: rapidbyte.connector.v1.UnitId.$Shape[]|null;
                  loadId?: string|null;
                  effectiveParallelism?: number|null;
                  resume?: rapidbyte.connector.v1.StreamPosition.$Shape[]|null;
                  $unknowns?: Uint8Array[];
                };
            }
            interface IPlanned extends rapidbyte.connector.v1.Planned.$Properties {
            }
            class Planned {
                constructor(properties?: rapidbyte.connector.v1.Planned.$Properties);
                $unknowns?: Uint8Array[];
                units: rapidbyte.connector.v1.Unit.$Properties[];
                hold?: (rapidbyte.connector.v1.Hold.$Properties|null);
                last: boolean;
                problems: rapidbyte.connector.v1.Problem.$Properties[];
                streams: rapidbyte.connector.v1.PlannedStream.$Properties[];
                static encode(message: rapidbyte.connector.v1.Planned.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Planned & rapidbyte.connector.v1.Planned.$Shape;
            }
            namespace Planned {
                interface $Properties {
                    units?: (rapidbyte.connector.v1.Unit.$Properties[]|null);
                    hold?: (rapidbyte.connector.v1.Hold.$Properties|null);
                    last?: (boolean|null);
                    problems?: (rapidbyte.connector.v1.Problem.$Properties[]|null);
                    streams?: (rapidbyte.connector.v1.PlannedStream.$Properties[]|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = {
                  units?: rapidbyte.connector.v1.Unit.$Shape[]|null;
                  hold?: rapidbyte.connector.v1.Hold.$Shape|null;
                  last?: boolean|null;
                  problems?: rapidbyte.connector.v1.Problem.$Shape[]|null;
                  streams?: rapidbyte.connector.v1.PlannedStream.$Shape[]|null;
                  $unknowns?: Uint8Array[];
                };
            }
            interface IPlannedStream extends rapidbyte.connector.v1.PlannedStream.$Properties {
            }
            class PlannedStream {
                constructor(properties?: rapidbyte.connector.v1.PlannedStream.$Properties);
                $unknowns?: Uint8Array[];
                streamIndex: number;
                settings: rapidbyte.connector.v1.Setting.$Properties[];
                wholeBecause: string;
                position?: (rapidbyte.connector.v1.Position.$Properties|null);
                static encode(message: rapidbyte.connector.v1.PlannedStream.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.PlannedStream & rapidbyte.connector.v1.PlannedStream.$Shape;
            }
            namespace PlannedStream {
                interface $Properties {
                    streamIndex?: (number|null);
                    settings?: (rapidbyte.connector.v1.Setting.$Properties[]|null);
                    wholeBecause?: (string|null);
                    position?: (rapidbyte.connector.v1.Position.$Properties|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = {
                  streamIndex?: number|null;
                  settings?: rapidbyte.connector.v1.Setting.$Shape[]|null;
                  wholeBecause?: string|null;
                  position?: rapidbyte.connector.v1.Position.$Shape|null;
                  $unknowns?: Uint8Array[];
                };
            }
            interface IUnit extends rapidbyte.connector.v1.Unit.$Properties {
            }
            class Unit {
                constructor(properties?: rapidbyte.connector.v1.Unit.$Properties);
                $unknowns?: Uint8Array[];
                id?: (rapidbyte.connector.v1.UnitId.$Properties|null);
                kind: rapidbyte.connector.v1.UnitKind;
                token: Uint8Array;
                estimate?: (rapidbyte.connector.v1.Estimate.$Properties|null);
                bounded: boolean;
                after: rapidbyte.connector.v1.UnitId.$Properties[];
                exclusive: boolean;
                static encode(message: rapidbyte.connector.v1.Unit.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Unit & rapidbyte.connector.v1.Unit.$Shape;
            }
            namespace Unit {
                interface $Properties {
                    id?: (rapidbyte.connector.v1.UnitId.$Properties|null);
                    kind?: (rapidbyte.connector.v1.UnitKind|null);
                    token?: (Uint8Array|null);
                    estimate?: (rapidbyte.connector.v1.Estimate.$Properties|null);
                    bounded?: (boolean|null);
                    after?: (rapidbyte.connector.v1.UnitId.$Properties[]|null);
                    exclusive?: (boolean|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Unit.$Properties;
            }
            interface IUnitId extends rapidbyte.connector.v1.UnitId.$Properties {
            }
            class UnitId {
                constructor(properties?: rapidbyte.connector.v1.UnitId.$Properties);
                $unknowns?: Uint8Array[];
                streamIndex: number;
                unit: string;
                static encode(message: rapidbyte.connector.v1.UnitId.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.UnitId & rapidbyte.connector.v1.UnitId.$Shape;
            }
            namespace UnitId {
                interface $Properties {
                    streamIndex?: (number|null);
                    unit?: (string|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.UnitId.$Properties;
            }
            enum UnitKind {
                UNIT_KIND_UNSPECIFIED = 0,
                UNIT_KIND_SNAPSHOT = 1,
                UNIT_KIND_CHANGES = 2
            }
            interface IHold extends rapidbyte.connector.v1.Hold.$Properties {
            }
            class Hold {
                constructor(properties?: rapidbyte.connector.v1.Hold.$Properties);
                $unknowns?: Uint8Array[];
                description: string;
                static encode(message: rapidbyte.connector.v1.Hold.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Hold & rapidbyte.connector.v1.Hold.$Shape;
            }
            namespace Hold {
                interface $Properties {
                    description?: (string|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Hold.$Properties;
            }
            interface IRelease extends rapidbyte.connector.v1.Release.$Properties {
            }
            class Release {
                constructor(properties?: rapidbyte.connector.v1.Release.$Properties);
                $unknowns?: Uint8Array[];
                static encode(message: rapidbyte.connector.v1.Release.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Release & rapidbyte.connector.v1.Release.$Shape;
            }
            namespace Release {
                interface $Properties {
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Release.$Properties;
            }
            interface IReleased extends rapidbyte.connector.v1.Released.$Properties {
            }
            class Released {
                constructor(properties?: rapidbyte.connector.v1.Released.$Properties);
                $unknowns?: Uint8Array[];
                static encode(message: rapidbyte.connector.v1.Released.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Released & rapidbyte.connector.v1.Released.$Shape;
            }
            namespace Released {
                interface $Properties {
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Released.$Properties;
            }
            interface IBeginRequest extends rapidbyte.connector.v1.BeginRequest.$Properties {
            }
            class BeginRequest {
                constructor(properties?: rapidbyte.connector.v1.BeginRequest.$Properties);
                $unknowns?: Uint8Array[];
                loadId: string;
                streams: rapidbyte.connector.v1.StreamSpec.$Properties[];
                takeOver: boolean;
                holder: string;
                static encode(message: rapidbyte.connector.v1.BeginRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.BeginRequest & rapidbyte.connector.v1.BeginRequest.$Shape;
            }
            namespace BeginRequest {
                interface $Properties {
                    loadId?: (string|null);
                    streams?: (rapidbyte.connector.v1.StreamSpec.$Properties[]|null);
                    takeOver?: (boolean|null);
                    holder?: (string|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.BeginRequest.$Properties;
            }
            interface IBegun extends rapidbyte.connector.v1.Begun.$Properties {
            }
            class Begun {
                constructor(properties?: rapidbyte.connector.v1.Begun.$Properties);
                $unknowns?: Uint8Array[];
                streams: rapidbyte.connector.v1.BegunStream.$Properties[];
                static encode(message: rapidbyte.connector.v1.Begun.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Begun & rapidbyte.connector.v1.Begun.$Shape;
            }
            namespace Begun {
                interface $Properties {
                    streams?: (rapidbyte.connector.v1.BegunStream.$Properties[]|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Begun.$Properties;
            }
            interface IBegunStream extends rapidbyte.connector.v1.BegunStream.$Properties {
            }
            class BegunStream {
                constructor(properties?: rapidbyte.connector.v1.BegunStream.$Properties);
                $unknowns?: Uint8Array[];
                epoch: number;
                position?: (rapidbyte.connector.v1.Position.$Properties|null);
                receipts: rapidbyte.connector.v1.Receipt.$Properties[];
                cleaned: string[];
                static encode(message: rapidbyte.connector.v1.BegunStream.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.BegunStream & rapidbyte.connector.v1.BegunStream.$Shape;
            }
            namespace BegunStream {
                interface $Properties {
                    epoch?: (number|null);
                    position?: (rapidbyte.connector.v1.Position.$Properties|null);
                    receipts?: (rapidbyte.connector.v1.Receipt.$Properties[]|null);
                    cleaned?: (string[]|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.BegunStream.$Properties;
            }
            interface IReceipt extends rapidbyte.connector.v1.Receipt.$Properties {
            }
            class Receipt {
                constructor(properties?: rapidbyte.connector.v1.Receipt.$Properties);
                $unknowns?: Uint8Array[];
                loadId: string;
                stream?: (rapidbyte.connector.v1.StreamName.$Properties|null);
                unit: string;
                epoch: number;
                checkpointId: number;
                rows: number;
                bytes: number;
                static encode(message: rapidbyte.connector.v1.Receipt.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Receipt & rapidbyte.connector.v1.Receipt.$Shape;
            }
            namespace Receipt {
                interface $Properties {
                    loadId?: (string|null);
                    stream?: (rapidbyte.connector.v1.StreamName.$Properties|null);
                    unit?: (string|null);
                    epoch?: (number|null);
                    checkpointId?: (number|null);
                    rows?: (number|null);
                    bytes?: (number|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Receipt.$Properties;
            }
            interface IPublishRequest extends rapidbyte.connector.v1.PublishRequest.$Properties {
            }
            class PublishRequest {
                constructor(properties?: rapidbyte.connector.v1.PublishRequest.$Properties);
                $unknowns?: Uint8Array[];
                loadId: string;
                streams: rapidbyte.connector.v1.StreamSpec.$Properties[];
                epochs: number[];
                receipts: rapidbyte.connector.v1.Receipt.$Properties[];
                positions: rapidbyte.connector.v1.StreamPosition.$Properties[];
                static encode(message: rapidbyte.connector.v1.PublishRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.PublishRequest & rapidbyte.connector.v1.PublishRequest.$Shape;
            }
            namespace PublishRequest {
                interface $Properties {
                    loadId?: (string|null);
                    streams?: (rapidbyte.connector.v1.StreamSpec.$Properties[]|null);
                    epochs?: (number[]|null);
                    receipts?: (rapidbyte.connector.v1.Receipt.$Properties[]|null);
                    positions?: (rapidbyte.connector.v1.StreamPosition.$Properties[]|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.PublishRequest.$Properties;
            }
            interface IPublished extends rapidbyte.connector.v1.Published.$Properties {
            }
            class Published {
                constructor(properties?: rapidbyte.connector.v1.Published.$Properties);
                $unknowns?: Uint8Array[];
                streams: rapidbyte.connector.v1.PublishedStream.$Properties[];
                static encode(message: rapidbyte.connector.v1.Published.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Published & rapidbyte.connector.v1.Published.$Shape;
            }
            namespace Published {
                interface $Properties {
                    streams?: (rapidbyte.connector.v1.PublishedStream.$Properties[]|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Published.$Properties;
            }
            interface IPublishedStream extends rapidbyte.connector.v1.PublishedStream.$Properties {
            }
            class PublishedStream {
                constructor(properties?: rapidbyte.connector.v1.PublishedStream.$Properties);
                $unknowns?: Uint8Array[];
                rows: number;
                method: string;
                lockMs: number;
                warnings: rapidbyte.connector.v1.Problem.$Properties[];
                static encode(message: rapidbyte.connector.v1.PublishedStream.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.PublishedStream & rapidbyte.connector.v1.PublishedStream.$Shape;
            }
            namespace PublishedStream {
                interface $Properties {
                    rows?: (number|null);
                    method?: (string|null);
                    lockMs?: (number|null);
                    warnings?: (rapidbyte.connector.v1.Problem.$Properties[]|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.PublishedStream.$Properties;
            }
            interface IForgetRequest extends rapidbyte.connector.v1.ForgetRequest.$Properties {
            }
            class ForgetRequest {
                constructor(properties?: rapidbyte.connector.v1.ForgetRequest.$Properties);
                $unknowns?: Uint8Array[];
                loadId: string;
                streams: rapidbyte.connector.v1.StreamSpec.$Properties[];
                epochs: number[];
                forgetPosition: boolean;
                static encode(message: rapidbyte.connector.v1.ForgetRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.ForgetRequest & rapidbyte.connector.v1.ForgetRequest.$Shape;
            }
            namespace ForgetRequest {
                interface $Properties {
                    loadId?: (string|null);
                    streams?: (rapidbyte.connector.v1.StreamSpec.$Properties[]|null);
                    epochs?: (number[]|null);
                    forgetPosition?: (boolean|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.ForgetRequest.$Properties;
            }
            interface IForgotten extends rapidbyte.connector.v1.Forgotten.$Properties {
            }
            class Forgotten {
                constructor(properties?: rapidbyte.connector.v1.Forgotten.$Properties);
                $unknowns?: Uint8Array[];
                positionsDropped: number;
                static encode(message: rapidbyte.connector.v1.Forgotten.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Forgotten & rapidbyte.connector.v1.Forgotten.$Shape;
            }
            namespace Forgotten {
                interface $Properties {
                    positionsDropped?: (number|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Forgotten.$Properties;
            }
            interface IOpenRequest extends rapidbyte.connector.v1.OpenRequest.$Properties {
            }
            class OpenRequest {
                constructor(properties?: rapidbyte.connector.v1.OpenRequest.$Properties);
                $unknowns?: Uint8Array[];
                session: number;
                context?: (rapidbyte.connector.v1.StreamContext.$Properties|null);
                static encode(message: rapidbyte.connector.v1.OpenRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.OpenRequest & rapidbyte.connector.v1.OpenRequest.$Shape;
            }
            namespace OpenRequest {
                interface $Properties {
                    session?: (number|null);
                    context?: (rapidbyte.connector.v1.StreamContext.$Properties|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = {
                  session?: number|null;
                  context?: rapidbyte.connector.v1.StreamContext.$Shape|null;
                  $unknowns?: Uint8Array[];
                };
            }
            interface IStreamContext extends rapidbyte.connector.v1.StreamContext.$Properties {
            }
            class StreamContext {
                constructor(properties?: rapidbyte.connector.v1.StreamContext.$Properties);
                $unknowns?: Uint8Array[];
                loadId: string;
                streams: rapidbyte.connector.v1.StreamSpec.$Properties[];
                epochs: number[];
                unit?: (rapidbyte.connector.v1.Unit.$Properties|null);
                resume: rapidbyte.connector.v1.StreamPosition.$Properties[];
                effectiveParallelism: number;
                overrides: rapidbyte.connector.v1.Setting.$Properties[];
                checkpointInterval?: (rapidbyte.connector.v1.CheckpointInterval.$Properties|null);
                targetBatchBytes: number;
                creditLimitBytes: number;
                static encode(message: rapidbyte.connector.v1.StreamContext.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.StreamContext & rapidbyte.connector.v1.StreamContext.$Shape;
            }
            namespace StreamContext {
                interface $Properties {
                    loadId?: (string|null);
                    streams?: (rapidbyte.connector.v1.StreamSpec.$Properties[]|null);
                    epochs?: (number[]|null);
                    unit?: (rapidbyte.connector.v1.Unit.$Properties|null);
                    resume?: (rapidbyte.connector.v1.StreamPosition.$Properties[]|null);
                    effectiveParallelism?: (number|null);
                    overrides?: (rapidbyte.connector.v1.Setting.$Properties[]|null);
                    checkpointInterval?: (rapidbyte.connector.v1.CheckpointInterval.$Properties|null);
                    targetBatchBytes?: (number|null);
                    creditLimitBytes?: (number|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = {
                  loadId?: string|null;
                  streams?: rapidbyte.connector.v1.StreamSpec.$Shape[]|null;
                  epochs?: number[]|null;
                  unit?: rapidbyte.connector.v1.Unit.$Shape|null;
                  resume?: rapidbyte.connector.v1.StreamPosition.$Shape[]|null;
                  effectiveParallelism?: number|null;
                  overrides?: rapidbyte.connector.v1.Setting.$Shape[]|null;
                  checkpointInterval?: rapidbyte.connector.v1.CheckpointInterval.$Shape|null;
                  targetBatchBytes?: number|null;
                  creditLimitBytes?: number|null;
                  $unknowns?: Uint8Array[];
                };
            }
            interface ICheckpointInterval extends rapidbyte.connector.v1.CheckpointInterval.$Properties {
            }
            class CheckpointInterval {
                constructor(properties?: rapidbyte.connector.v1.CheckpointInterval.$Properties);
                $unknowns?: Uint8Array[];
                rows: number;
                bytes: number;
                milliseconds: number;
                static encode(message: rapidbyte.connector.v1.CheckpointInterval.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.CheckpointInterval & rapidbyte.connector.v1.CheckpointInterval.$Shape;
            }
            namespace CheckpointInterval {
                interface $Properties {
                    rows?: (number|null);
                    bytes?: (number|null);
                    milliseconds?: (number|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.CheckpointInterval.$Properties;
            }
            interface IOpened extends rapidbyte.connector.v1.Opened.$Properties {
            }
            class Opened {
                constructor(properties?: rapidbyte.connector.v1.Opened.$Properties);
                $unknowns?: Uint8Array[];
                session: number;
                settings: rapidbyte.connector.v1.Setting.$Properties[];
                creditBytes: number;
                static encode(message: rapidbyte.connector.v1.Opened.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Opened & rapidbyte.connector.v1.Opened.$Shape;
            }
            namespace Opened {
                interface $Properties {
                    session?: (number|null);
                    settings?: (rapidbyte.connector.v1.Setting.$Properties[]|null);
                    creditBytes?: (number|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = {
                  session?: number|null;
                  settings?: rapidbyte.connector.v1.Setting.$Shape[]|null;
                  creditBytes?: number|null;
                  $unknowns?: Uint8Array[];
                };
            }
            interface IStop extends rapidbyte.connector.v1.Stop.$Properties {
            }
            class Stop {
                constructor(properties?: rapidbyte.connector.v1.Stop.$Properties);
                $unknowns?: Uint8Array[];
                session: number;
                deadlineMs: number;
                reason: string;
                abort: boolean;
                static encode(message: rapidbyte.connector.v1.Stop.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Stop & rapidbyte.connector.v1.Stop.$Shape;
            }
            namespace Stop {
                interface $Properties {
                    session?: (number|null);
                    deadlineMs?: (number|null);
                    reason?: (string|null);
                    abort?: (boolean|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Stop.$Properties;
            }
            interface IClose extends rapidbyte.connector.v1.Close.$Properties {
            }
            class Close {
                constructor(properties?: rapidbyte.connector.v1.Close.$Properties);
                $unknowns?: Uint8Array[];
                static encode(message: rapidbyte.connector.v1.Close.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Close & rapidbyte.connector.v1.Close.$Shape;
            }
            namespace Close {
                interface $Properties {
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Close.$Properties;
            }
            interface IStats extends rapidbyte.connector.v1.Stats.$Properties {
            }
            class Stats {
                constructor(properties?: rapidbyte.connector.v1.Stats.$Properties);
                $unknowns?: Uint8Array[];
                session: number;
                rows: number;
                bytes: number;
                waitReadMs: number;
                waitCreditMs: number;
                waitWriteMs: number;
                waitFlushMs: number;
                waitInputMs: number;
                cpuMs: number;
                memoryBytes: number;
                static encode(message: rapidbyte.connector.v1.Stats.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Stats & rapidbyte.connector.v1.Stats.$Shape;
            }
            namespace Stats {
                interface $Properties {
                    session?: (number|null);
                    rows?: (number|null);
                    bytes?: (number|null);
                    waitReadMs?: (number|null);
                    waitCreditMs?: (number|null);
                    waitWriteMs?: (number|null);
                    waitFlushMs?: (number|null);
                    waitInputMs?: (number|null);
                    cpuMs?: (number|null);
                    memoryBytes?: (number|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Stats.$Properties;
            }
            enum ErrorCategory {
                ERROR_CATEGORY_UNSPECIFIED = 0,
                ERROR_CATEGORY_CONFIG = 1,
                ERROR_CATEGORY_AUTH = 2,
                ERROR_CATEGORY_PERMISSION = 3,
                ERROR_CATEGORY_RATE_LIMITED = 4,
                ERROR_CATEGORY_TRANSIENT = 5,
                ERROR_CATEGORY_DATA = 6,
                ERROR_CATEGORY_SCHEMA = 7,
                ERROR_CATEGORY_PROTOCOL = 8,
                ERROR_CATEGORY_INTERNAL = 9
            }
            enum CommitState {
                COMMIT_STATE_UNSPECIFIED = 0,
                COMMIT_STATE_BEFORE = 1,
                COMMIT_STATE_UNKNOWN = 2,
                COMMIT_STATE_CONFIRMED = 3
            }
            interface IError extends rapidbyte.connector.v1.Error.$Properties {
            }
            class Error {
                constructor(properties?: rapidbyte.connector.v1.Error.$Properties);
                $unknowns?: Uint8Array[];
                session: number;
                category: rapidbyte.connector.v1.ErrorCategory;
                code: string;
                message: string;
                path: string;
                hint: string;
                retryable: boolean;
                retryAfterMs: number;
                commitState: rapidbyte.connector.v1.CommitState;
                stream: string;
                column: string;
                static encode(message: rapidbyte.connector.v1.Error.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): rapidbyte.connector.v1.Error & rapidbyte.connector.v1.Error.$Shape;
            }
            namespace Error {
                interface $Properties {
                    session?: (number|null);
                    category?: (rapidbyte.connector.v1.ErrorCategory|null);
                    code?: (string|null);
                    message?: (string|null);
                    path?: (string|null);
                    hint?: (string|null);
                    retryable?: (boolean|null);
                    retryAfterMs?: (number|null);
                    commitState?: (rapidbyte.connector.v1.CommitState|null);
                    stream?: (string|null);
                    column?: (string|null);
                    $unknowns?: Uint8Array[];
                }
                type $Shape = rapidbyte.connector.v1.Error.$Properties;
            }
        }
    }
}
export import v1 = rapidbyte.connector.v1;
