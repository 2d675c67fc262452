# What everyone sees of the stream $RAPIDBYTE_STREAM_NAME, for `rapidbyte conformance`: `id|label`, a line for each row.
file="conformance/out/$RAPIDBYTE_STREAM_NAMESPACE.$RAPIDBYTE_STREAM_NAME.ndjson"
if [ -e "$file" ]; then
  sed -E 's/^\{"id":([0-9]+),"label":("(.*)"|null)\}$/\1|\3/' "$file"
fi
