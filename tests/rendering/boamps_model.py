"""What the BoAmps data model demands, as a JSON Schema of our own.

Fields, types, words and what is needed are those of Boavizta/BoAmps, model/: report_schema.json at 01f4c8e,
algorithm_schema.json at 5546e7f, dataset_schema.json at 4080193, hardware_schema.json at 20c9a98. Of a measure, whose
schema was not at hand, they are those of db_model/schema/measure.py at 5a40cb8 and of the model's example
energy-report-llm-inference.json at 46c7700; its method and energy are needed. Unlike there, a field that the model does
not know is refused, and so is an integer written as text. dataFormat, of which we state nothing, is left out.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1}
NUMBER: Schema = {"type": "number"}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
POSITIVE: Schema = {"type": "number", "exclusiveMinimum": 0}
MOMENT: Schema = {"type": "string", "pattern": "^[0-9]{4}-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]$"}


def one_of(*words: str) -> Schema:
    """One of the model's words."""
    return {"type": "string", "enum": list(words)}


def group(needed: str, **fields: Schema) -> Schema:
    """An object with these fields and no other; needed: the names of those that must be there."""
    return {"type": "object", "properties": fields, "required": needed.split(), "additionalProperties": False}


def some(item: Schema) -> Schema:
    """A list that is not empty."""
    return {"type": "array", "items": item, "minItems": 1}


ALGORITHM = group(
    "",
    **dict.fromkeys(
        (
            *("trainingType", "algorithmType", "algorithmName", "algorithmUri", "foundationModelName"),
            *("foundationModelUri", "framework", "frameworkVersion", "classPath", "optimizer", "quantization"),
        ),
        TEXT,
    ),
    **dict.fromkeys(("parametersNumber", "layersNumber", "epochsNumber"), NUMBER),
)
DATASET = group(
    "dataUsage dataType",
    dataUsage=one_of("input", "output"),
    dataType=one_of("tabular", "audio", "boolean", "image", "video", "object", "text", "token", "word", "other"),
    dataSize=NUMBER,
    dataQuantity=NUMBER,
    shape=TEXT,
    source=one_of("public", "private", "other"),
    sourceUri=TEXT,
    owner=TEXT,
)
MEASURE = group(
    "measurementMethod powerConsumption",
    **dict.fromkeys(("measurementMethod", "manufacturer", "version", "cpuTrackingMode", "gpuTrackingMode"), TEXT),
    **dict.fromkeys(("averageUtilizationCpu", "averageUtilizationGpu"), SHARE),
    **dict.fromkeys(("powerCalibrationMeasurement", "durationCalibrationMeasurement"), NUMBER),
    powerConsumption=POSITIVE,
    measurementDuration=POSITIVE,
    measurementDateTime=MOMENT,
)
COMPONENT = group(
    "componentType nbComponent",
    **dict.fromkeys(("componentName", "componentType", "manufacturer", "family", "series"), TEXT),
    nbComponent={"type": "integer", "minimum": 1},
    memorySize={"type": "integer"},
    share=SHARE,
)
PUBLISHER = group(
    "confidentialityLevel",
    **dict.fromkeys(("name", "division", "projectName", "publicKey"), TEXT),
    confidentialityLevel=one_of("public", "internal", "confidential", "secret"),
)
REPORT = group(
    "task measures infrastructure",
    header=group(
        "reportDatetime",
        **dict.fromkeys(("licensing", "formatVersion", "formatVersionSpecificationUri", "reportId"), TEXT),
        reportDatetime=MOMENT,
        reportStatus=one_of("draft", "final", "corrective", "other"),
        publisher=PUBLISHER,
    ),
    task=group(
        "taskStage taskFamily algorithms dataset",
        **dict.fromkeys(("taskStage", "taskFamily", "taskDescription"), TEXT),
        nbRequest=NUMBER,
        algorithms=some(ALGORITHM),
        dataset=some(DATASET),
        measuredAccuracy=SHARE,
        estimatedAccuracy=one_of("veryPoor", "poor", "average", "good", "veryGood"),
    ),
    measures=some(MEASURE),
    system=group("os", os=TEXT, distribution=TEXT, distributionVersion=TEXT),
    software=group("language", language=TEXT, version=TEXT),
    infrastructure=group(
        "infraType components",
        infraType=one_of("publicCloud", "privateCloud", "onPremise", "other"),
        **dict.fromkeys(("cloudProvider", "cloudInstance", "cloudService"), TEXT),
        components=some(COMPONENT),
    ),
    environment=group(
        "country",
        **dict.fromkeys(("country", "location"), TEXT),
        **dict.fromkeys(("latitude", "longitude", "powerSourceCarbonIntensity"), NUMBER),
        powerSupplierType=one_of("public", "private", "internal", "other"),
        powerSource=one_of("solar", "wind", "nuclear", "hydroelectric", "gas", "coal", "other"),
    ),
    quality=one_of("high", "medium", "low"),
)
